/** Restore jobs on the Vert.x Web Client. */
@NullMarked
package dev.atlasrestore.transport.vertx;

import org.jspecify.annotations.NullMarked;
