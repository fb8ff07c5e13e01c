/** The request that reads one restore job. */
@NullMarked
package dev.atlasrestore.internal.request;

import org.jspecify.annotations.NullMarked;
