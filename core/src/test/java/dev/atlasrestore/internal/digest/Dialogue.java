package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One conversation, sentence by sentence: expect this, answer that. Never answered is cancelled.
 */
final class Dialogue {

  static final TransportFailure CLOSED = TransportFailure.unknown(TransportFailure.Kind.CLOSED);

  private final Client client;
  private Step<AuthResult> step;

  Dialogue(Client client, Step<AuthResult> first) {
    this.client = client;
    this.step = first;
  }

  /** Expects a request. */
  HttpRequest request() {
    assertThat(step).isInstanceOf(Step.Send.class);
    return send().request();
  }

  private Step.Send<AuthResult> send() {
    assertThat(step).isInstanceOf(Step.Send.class);
    return (Step.Send<AuthResult>) step;
  }

  Step<AuthResult> step() {
    return step;
  }

  /** Expects an unsigned request. */
  Dialogue asks() {
    assertThat(request().headers()).noneMatch(header -> header.is("Authorization"));
    return this;
  }

  /** Expects a signed request. */
  Authorization authorization() {
    return Authorization.in(request());
  }

  /** Expects a request signed with this nonce and count. */
  Dialogue signs(String nonce, int count) {
    Authorization authorization = authorization();
    assertThat(authorization.nonce()).isEqualTo(nonce);
    assertThat(authorization.nc()).isEqualTo(String.format("%08x", count));
    return this;
  }

  /** Expects a pause of this many milliseconds. */
  Dialogue pauses(long millis) {
    assertThat(step).isInstanceOf(Step.Pause.class);
    assertThat(((Step.Pause<AuthResult>) step).delay()).isEqualTo(Duration.ofMillis(millis));
    return this;
  }

  /** Goes on after a pause; the clock is the test's to move. */
  Dialogue elapses() {
    assertThat(step).isInstanceOf(Step.Pause.class);
    step = ((Step.Pause<AuthResult>) step).elapsed(client.now());
    return this;
  }

  /** Answers with 401 and these challenges, one a field. */
  Dialogue challenged(String... fields) {
    List<HttpHeader> headers = new ArrayList<>();
    for (String field : fields) {
      headers.add(new HttpHeader("WWW-Authenticate", field));
    }
    return answered(401, headers);
  }

  /** Answers with a status alone. */
  Dialogue answered(int status) {
    return answered(status, List.of());
  }

  /** Answers with 200 and {@code Authentication-Info}. */
  Dialogue answeredWith(String info) {
    return answered(200, List.of(new HttpHeader("Authentication-Info", info)));
  }

  /** Answers with a status and these fields. */
  Dialogue answered(int status, List<HttpHeader> headers) {
    step = send().answered(HttpResponse.of(status, headers, new byte[0]), client.now());
    return this;
  }

  /** Lets no answer come. */
  Dialogue unanswered() {
    step = send().unanswered(CLOSED, client.now());
    return this;
  }

  /** Expects the end. */
  AuthResult ends() {
    assertThat(step).isInstanceOf(Step.Done.class);
    return ((Step.Done<AuthResult>) step).value();
  }

  /** Expects the end with an answer of this status after this many requests. */
  AuthResult.Answered endsWith(int status, int requests) {
    assertThat(ends()).isInstanceOf(AuthResult.Answered.class);
    AuthResult.Answered answered = (AuthResult.Answered) ends();
    assertThat(answered.response().status()).isEqualTo(status);
    assertThat(answered.requests()).isEqualTo(requests);
    return answered;
  }
}
