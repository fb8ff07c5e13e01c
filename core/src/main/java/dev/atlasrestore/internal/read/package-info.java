/**
 * One read of a job or of a page of a list: request, authentication, interpretation of the
 * response, retries. {@link dev.atlasrestore.internal.read.JobReader} is the entry.
 */
@NullMarked
package dev.atlasrestore.internal.read;

import org.jspecify.annotations.NullMarked;
