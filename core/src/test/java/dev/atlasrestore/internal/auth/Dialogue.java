package dev.atlasrestore.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.digest.Authorization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One call as a dialogue: checks each step and reports what the call receives. A dialogue that is
 * not continued is a call whose runner never reports its end.
 */
final class Dialogue {

  static final TransportFailure CLOSED = TransportFailure.unknown(TransportFailure.Kind.CLOSED);

  private final ClientOnFakeClock client;
  private Step<AuthResult> step;

  Dialogue(ClientOnFakeClock client, Step<AuthResult> first) {
    this.client = client;
    this.step = first;
  }

  /** Requires that the call sends a request now, and returns the request. */
  HttpRequest request() {
    return send().request();
  }

  /** Requires that the call sends a request now, and returns the step. */
  Step.Send<AuthResult> send() {
    assertThat(step).isInstanceOf(Step.Send.class);
    return (Step.Send<AuthResult>) step;
  }

  Step<AuthResult> step() {
    return step;
  }

  /** Requires an unsigned request. */
  Dialogue sendsUnsigned() {
    assertThat(request().headers()).noneMatch(header -> header.is("Authorization"));
    return this;
  }

  /** Requires a signed request, and returns its credentials. */
  Authorization authorization() {
    return Authorization.in(request());
  }

  /** Requires a request that is signed with this nonce and this nonce count. */
  Dialogue sendsSigned(String nonce, int count) {
    Authorization authorization = authorization();
    assertThat(authorization.nonce()).isEqualTo(nonce);
    assertThat(authorization.nc()).isEqualTo(String.format("%08x", count));
    return this;
  }

  /** Requires a pause of this many milliseconds. */
  Dialogue pausesFor(long millis) {
    assertThat(step).isInstanceOf(Step.Pause.class);
    assertThat(((Step.Pause<AuthResult>) step).delay()).isEqualTo(Duration.ofMillis(millis));
    return this;
  }

  /** Ends a pause. Does not move the clock. */
  Dialogue pauseElapses() {
    assertThat(step).isInstanceOf(Step.Pause.class);
    step = ((Step.Pause<AuthResult>) step).elapsed(client.now());
    return this;
  }

  /** Reports a 401 response with these challenges, one in each field. */
  Dialogue receivesChallenge(String... fields) {
    List<HttpHeader> headers = new ArrayList<>();
    for (String field : fields) {
      headers.add(new HttpHeader("WWW-Authenticate", field));
    }
    return receives(401, headers);
  }

  /** Reports a response without header fields. */
  Dialogue receives(int status) {
    return receives(status, List.of());
  }

  /** Reports a response with status 200 and this {@code Authentication-Info}. */
  Dialogue receivesInfo(String info) {
    return receives(200, List.of(new HttpHeader("Authentication-Info", info)));
  }

  /** Reports a response with these header fields. */
  Dialogue receives(int status, List<HttpHeader> headers) {
    step = send().answered(HttpResponse.of(status, headers, new byte[0]), client.now());
    return this;
  }

  /** Reports that no response came. */
  Dialogue receivesNothing() {
    step = send().unanswered(CLOSED, client.now());
    return this;
  }

  /** Reports that the runner stops the call. */
  void isCancelled() {
    assertThat(step).isInstanceOf(Step.Pending.class);
    ((Step.Pending<AuthResult>) step).cancelled(client.now());
  }

  /** Reports that the server closed a pooled connection that had been used before. */
  Dialogue losesTheRequestOnAReusedConnection() {
    return fails(CLOSED.withReusedConnection(true));
  }

  /** Reports a failure. */
  Dialogue fails(TransportFailure failure) {
    step = send().unanswered(failure, client.now());
    return this;
  }

  /** Requires the end of the call, and returns its result. */
  AuthResult ends() {
    assertThat(step).isInstanceOf(Step.Done.class);
    return ((Step.Done<AuthResult>) step).value();
  }

  /** Requires the end of the call with a response of this status after this many requests. */
  AuthResult.Answered endsWith(int status, int requests) {
    assertThat(ends()).isInstanceOf(AuthResult.Answered.class);
    AuthResult.Answered answered = (AuthResult.Answered) ends();
    assertThat(answered.response().status()).isEqualTo(status);
    assertThat(answered.requests()).isEqualTo(requests);
    return answered;
  }

  /** Requires that the call ends for want of time after this many requests. */
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
