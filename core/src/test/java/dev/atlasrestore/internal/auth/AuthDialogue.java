package dev.atlasrestore.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.digest.Authorization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Dialogue} with methods for authentication. They check each step and report the events of
 * the call. A test that does not continue a dialogue leaves the call unfinished.
 */
final class AuthDialogue {

  static final TransportFailure CLOSED = TransportFailure.unknown(TransportFailure.Kind.CLOSED);

  private final Dialogue<AuthResult> dialogue;

  AuthDialogue(Dialogue<AuthResult> dialogue) {
    this.dialogue = dialogue;
  }

  /** Requires that the call sends a request now, and returns the request. */
  HttpRequest request() {
    return dialogue.expectSend();
  }

  /** Requires that the call sends a request now, and returns the step. */
  Step.Send<AuthResult> send() {
    assertThat(step()).isInstanceOf(Step.Send.class);
    return (Step.Send<AuthResult>) step();
  }

  Step<AuthResult> step() {
    return dialogue.step();
  }

  /** Requires an unsigned request. */
  AuthDialogue sendsUnsigned() {
    assertThat(request().headers()).noneMatch(header -> header.is("Authorization"));
    return this;
  }

  /** Requires a signed request, and returns its credentials. */
  Authorization authorization() {
    return Authorization.in(request());
  }

  /** Requires a request that is signed with this nonce and this nonce count. */
  AuthDialogue sendsSigned(String nonce, int count) {
    Authorization authorization = authorization();
    assertThat(authorization.nonce()).isEqualTo(nonce);
    assertThat(authorization.nc()).isEqualTo(String.format("%08x", count));
    return this;
  }

  /** Requires a pause of this many milliseconds. */
  AuthDialogue pausesFor(long millis) {
    assertThat(dialogue.expectPause()).isEqualTo(Duration.ofMillis(millis));
    return this;
  }

  /** Ends a pause. Does not move the clock. */
  AuthDialogue pauseElapses() {
    dialogue.elapseNow();
    return this;
  }

  /** Reports a 401 response with these challenges, one in each field. */
  AuthDialogue receivesChallenge(String... fields) {
    List<HttpHeader> headers = new ArrayList<>();
    for (String field : fields) {
      headers.add(new HttpHeader("WWW-Authenticate", field));
    }
    return receives(401, headers);
  }

  /** Reports a response without header fields. */
  AuthDialogue receives(int status) {
    return receives(status, List.of());
  }

  /** Reports a response with status 200 and this {@code Authentication-Info}. */
  AuthDialogue receivesInfo(String info) {
    return receives(200, List.of(new HttpHeader("Authentication-Info", info)));
  }

  /** Reports a response with these header fields. */
  AuthDialogue receives(int status, List<HttpHeader> headers) {
    dialogue.answer(HttpResponse.of(status, headers, new byte[0]));
    return this;
  }

  /** Reports that no response came. */
  AuthDialogue receivesNothing() {
    return fails(CLOSED);
  }

  /** Reports that the runner stops the call. */
  void isCancelled() {
    dialogue.cancel();
  }

  /** Reports that the server closed a pooled connection that had been used before. */
  AuthDialogue losesTheRequestOnAReusedConnection() {
    return fails(CLOSED.withReusedConnection(true));
  }

  /** Reports a failure. */
  AuthDialogue fails(TransportFailure failure) {
    dialogue.fail(failure);
    return this;
  }

  /** Requires the end of the call, and returns its result. */
  AuthResult ends() {
    return dialogue.expectDone();
  }

  /** Requires the end of the call with a response of this status after this many requests. */
  AuthResult.Answered endsWith(int status, int requests) {
    assertThat(ends()).isInstanceOf(AuthResult.Answered.class);
    AuthResult.Answered answered = (AuthResult.Answered) ends();
    assertThat(answered.response().status()).isEqualTo(status);
    assertThat(answered.requests()).isEqualTo(requests);
    return answered;
  }

  /** Requires that the call ends after this many requests because no time is left. */
  void endsOutOfTime(int requests) {
    assertThat(ends())
        .isInstanceOfSatisfying(
            AuthResult.Unanswered.class,
            result -> {
              assertThat(result.failure())
                  .isEqualTo(TransportFailure.notSent(TransportFailure.Kind.TIMEOUT));
              assertThat(result.requests()).isEqualTo(requests);
            });
  }
}
