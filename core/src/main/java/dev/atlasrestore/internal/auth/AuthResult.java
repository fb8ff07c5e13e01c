package dev.atlasrestore.internal.auth;

import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpResponse;

/** The result of a {@link DigestAuthFlow}. */
public sealed interface AuthResult {

  /** Returns the number of requests that may have reached the service. */
  int requests();

  /**
   * The service sent a response. A 401 means that signing did not help or was not possible.
   *
   * @param response the last response
   * @param signed whether the request before it was signed
   * @param problem a sentence for people that says why no challenge of a 401 is supported; empty
   *     otherwise
   * @param reason why authentication failed, if the response is a 401
   */
  record Answered(
      HttpResponse response, boolean signed, String problem, Reason reason, int requests)
      implements AuthResult {}

  /**
   * The last request got no usable response, or no time was left to send it.
   *
   * @param challenged whether a request was signed, so the service has sent a challenge before
   */
  record Unanswered(TransportFailure failure, int requests, boolean challenged)
      implements AuthResult {}

  /**
   * The server sent a wrong {@code rspauth}, so it does not know the key. Its response must not be
   * trusted.
   *
   * @param status the status of that response
   */
  record ServerNotAuthenticated(int status, int requests) implements AuthResult {}
}
