/**
 * Authenticates requests with HTTP Digest: decides which nonce each request uses and what happens
 * after a 401 response. Everything that RFC 7616 computes is in {@code
 * dev.atlasrestore.internal.digest}.
 */
@NullMarked
package dev.atlasrestore.internal.auth;

import org.jspecify.annotations.NullMarked;
