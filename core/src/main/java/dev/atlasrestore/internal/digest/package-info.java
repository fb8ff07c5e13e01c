/**
 * HTTP Digest as RFC 7616 describes it, with RFC 2617 and RFC 2069 for older servers: reads
 * challenges, computes credentials and checks the server's response authentication.
 *
 * <p>This package decides nothing about nonces. The package {@code dev.atlasrestore.internal.auth}
 * decides which nonce a request uses and how a 401 is handled.
 */
@NullMarked
package dev.atlasrestore.internal.digest;

import org.jspecify.annotations.NullMarked;
