/**
 * HTTP Digest, RFC 7616, and its ancestors RFC 2617 and RFC 2069: reading challenges, signing
 * requests, remembering nonces.
 */
@NullMarked
package dev.atlasrestore.internal.digest;

import org.jspecify.annotations.NullMarked;
