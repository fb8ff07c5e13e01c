/** A server with Undertow's digest authentication. */
@NullMarked
package dev.atlasrestore.verification.server.undertow;

import org.jspecify.annotations.NullMarked;
