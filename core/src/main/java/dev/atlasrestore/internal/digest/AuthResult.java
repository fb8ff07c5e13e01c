package dev.atlasrestore.internal.digest;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpResponse;

/** How an exchange under digest ended. */
public sealed interface AuthResult {

  /** How many requests it took. */
  int requests();

  /**
   * An answer; a 401 among them means that signing did not help, or was not possible.
   *
   * @param response the last answer
   * @param signed whether the request it answers carried credentials
   * @param problem why no challenge of a 401 could be answered; empty if none was left unanswered
   *     for such a reason
   */
  record Answered(HttpResponse response, boolean signed, String problem, int requests)
      implements AuthResult {}

  /** No usable answer. */
  record Unanswered(TransportFailure failure, int requests) implements AuthResult {}

  /** An answer whose server could not prove that it knows the key: its {@code rspauth} is wrong. */
  record ServerNotAuthenticated(int status, int requests) implements AuthResult {}
}
