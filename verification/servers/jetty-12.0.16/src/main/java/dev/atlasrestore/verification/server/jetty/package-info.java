/** A server with Jetty's digest authentication. */
@NullMarked
package dev.atlasrestore.verification.server.jetty;

import org.jspecify.annotations.NullMarked;
