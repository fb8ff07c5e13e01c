/** A server with Tomcat's digest authentication. */
@NullMarked
package dev.atlasrestore.verification.server.tomcat;

import org.jspecify.annotations.NullMarked;
