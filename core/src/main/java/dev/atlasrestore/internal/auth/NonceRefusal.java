package dev.atlasrestore.internal.auth;

import java.time.Duration;

/**
 * The circumstances in which the server refused a signed request with a new challenge.
 *
 * @param remembered whether the nonce came from the pool
 * @param shared whether several requests with this nonce were ever in flight at once
 * @param age the age of the nonce
 * @param hadConcurrentRequests whether another signed request was in flight at any time between the
 *     sending of this request and its refusal
 */
record NonceRefusal(
    boolean remembered, boolean shared, Duration age, boolean hadConcurrentRequests) {}
