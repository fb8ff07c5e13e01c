/** Reading again and again until a job has ended, at a rate that the service likes. */
@NullMarked
package dev.atlasrestore.internal.poll;

import org.jspecify.annotations.NullMarked;
