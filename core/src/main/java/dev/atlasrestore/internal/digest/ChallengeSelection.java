package dev.atlasrestore.internal.digest;

import dev.atlasrestore.AuthenticationException.Reason;
import java.util.Optional;

/**
 * The result of reading the challenges of a 401 response.
 *
 * @param challenged whether the response has a readable Digest challenge, supported or not
 * @param credentials for the strongest supported challenge; empty if no challenge is supported
 * @param stale whether that challenge says {@code stale=true}: only the nonce was rejected
 * @param problem a sentence for people that says why there are no credentials; empty if there are
 *     credentials
 * @param reason why authentication fails if the service sends no other response
 */
public record ChallengeSelection(
    boolean challenged,
    Optional<DigestCredentials> credentials,
    boolean stale,
    String problem,
    Reason reason) {}
