/** A server with Vert.x Web's digest authentication. */
@NullMarked
package dev.atlasrestore.verification.server.vertx;

import org.jspecify.annotations.NullMarked;
