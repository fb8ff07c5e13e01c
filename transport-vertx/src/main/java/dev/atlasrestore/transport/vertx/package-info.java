/**
 * Follows restore jobs on the Vert.x Web Client: {@link
 * dev.atlasrestore.transport.vertx.VertxRestoreJobs} returns each result as a Vert.x {@code
 * Future}.
 */
@NullMarked
package dev.atlasrestore.transport.vertx;

import org.jspecify.annotations.NullMarked;
