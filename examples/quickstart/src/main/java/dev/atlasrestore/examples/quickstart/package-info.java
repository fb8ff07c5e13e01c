/** One restore job, read through each of the three transports. */
@NullMarked
package dev.atlasrestore.examples.quickstart;

import org.jspecify.annotations.NullMarked;
