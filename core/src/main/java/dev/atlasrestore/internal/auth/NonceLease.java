package dev.atlasrestore.internal.auth;

import dev.atlasrestore.internal.digest.DigestCredentials;

/**
 * The right to use one count of a nonce. It ends when the pool learns the outcome of the request or
 * that the call was cancelled, at the latest when the request must have timed out.
 *
 * @param nonce the nonce in the pool
 * @param credentials the credentials to sign with
 * @param count the nonce count to sign with; no other lease has it
 * @param remembered whether the nonce comes from the pool; false if it comes from a challenge that
 *     this call has just received
 */
record NonceLease(Nonce nonce, DigestCredentials credentials, int count, boolean remembered) {}
