package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * One conversation on a fake clock. The test plays the runner and the server: it looks at what is
 * asked ({@code expect…}, which changes nothing and may be repeated) and reports what came of it
 * ({@code answer}, {@code fail}, {@code elapse}, which lead to the next step).
 *
 * <pre>{@code
 * Dialogue<RestoreJob> dialogue = Dialogue.of(calls.get(ref));
 * assertThat(dialogue.expectSend().target()).endsWith("/restoreJobs/" + ref.jobId());
 * dialogue.after(ofMillis(80)).answer(503, "", "Retry-After: 7");
 * assertThat(dialogue.expectPause()).isGreaterThanOrEqualTo(ofSeconds(7));
 * dialogue.elapse().answer(200, body);
 * assertThat(dialogue.expectDone().status()).isEqualTo(JobStatus.FINISHED);
 * }</pre>
 *
 * @param <T> what the conversation ends with
 */
public final class Dialogue<T> {

  private final FakeClock clock;
  private Step<T> step;

  private Dialogue(FakeClock clock, Step<T> step) {
    this.clock = clock;
    this.step = step;
  }

  /** Starts a call, on a clock of its own. */
  public static <T> Dialogue<T> of(Call<T> call) {
    return of(call, new FakeClock());
  }

  /** Starts a call, now. */
  public static <T> Dialogue<T> of(Call<T> call, FakeClock clock) {
    return new Dialogue<>(clock, call.start(clock.now()));
  }

  /** The time of this dialogue. */
  public FakeClock clock() {
    return clock;
  }

  /** The step as it is, for what the other methods do not show. */
  public Step<T> step() {
    return step;
  }

  /** Expects to be asked to send. Gives the request. */
  public HttpRequest expectSend() {
    return send().request();
  }

  /** Expects to be asked to send. Gives the time allowed. */
  public Duration expectTimeout() {
    return send().timeout();
  }

  /** Expects to be asked to wait. Gives for how long. */
  public Duration expectPause() {
    return pause().delay();
  }

  /** Expects that the conversation has ended well. Gives the value. */
  public T expectDone() {
    if (step instanceof Step.Done<T> done) {
      return done.value();
    }
    throw unexpected("a value");
  }

  /** Expects that the conversation has failed, with exactly this type. Gives the exception. */
  public <X extends RuntimeException> X expectFailed(Class<X> type) {
    if (step instanceof Step.Failed<T> failed) {
      assertThat(failed.error()).isExactlyInstanceOf(type);
      return type.cast(failed.error());
    }
    throw unexpected("a failure");
  }

  /** Lets time pass before the next report. */
  public Dialogue<T> after(Duration delay) {
    clock.advance(delay);
    return this;
  }

  /**
   * Answers what was sent.
   *
   * @param body in UTF-8
   * @param headers each as {@code Name: value}
   */
  public Dialogue<T> answer(int status, String body, String... headers) {
    return answer(response(status, body, headers));
  }

  /** Answers what was sent. */
  public Dialogue<T> answer(HttpResponse response) {
    step = send().answered(response, clock.now());
    return this;
  }

  /** Gives no usable answer to what was sent. */
  public Dialogue<T> fail(TransportFailure failure) {
    step = send().unanswered(failure, clock.now());
    return this;
  }

  /** Lets the time allowed for what was sent run out. */
  public Dialogue<T> timeOut() {
    clock.advance(expectTimeout());
    return fail(TransportFailure.unknown(TransportFailure.Kind.TIMEOUT));
  }

  /** Waits exactly as long as asked. */
  public Dialogue<T> elapse() {
    return elapse(expectPause());
  }

  /** Waits so long, which must not be less than asked. */
  public Dialogue<T> elapse(Duration delay) {
    assertThat(delay).as("a runner waits at least").isGreaterThanOrEqualTo(expectPause());
    Step.Pause<T> pause = pause();
    clock.advance(delay);
    step = pause.elapsed(clock.now());
    return this;
  }

  /** An answer; the parameters are those of {@link #answer(int, String, String...)}. */
  public static HttpResponse response(int status, String body, String... headers) {
    List<HttpHeader> fields = Arrays.stream(headers).map(Dialogue::field).toList();
    return HttpResponse.of(status, fields, body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpHeader field(String line) {
    int colon = line.indexOf(':');
    return new HttpHeader(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  private Step.Send<T> send() {
    if (step instanceof Step.Send<T> send) {
      return send;
    }
    throw unexpected("a Send");
  }

  private Step.Pause<T> pause() {
    if (step instanceof Step.Pause<T> pause) {
      return pause;
    }
    throw unexpected("a Pause");
  }

  private AssertionError unexpected(String expected) {
    String message = "expected " + expected + " after " + clock.elapsed() + ", but was " + step;
    return step instanceof Step.Failed<T> failed
        ? new AssertionError(message, failed.error())
        : new AssertionError(message);
  }
}
