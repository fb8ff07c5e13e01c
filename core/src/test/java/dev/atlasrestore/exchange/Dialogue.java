package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Runs one call step by step on a fake clock. The test acts as the runner and as the server. The
 * {@code expect…} methods check the current step and do not change it. The methods {@code answer},
 * {@code fail}, {@code timeOut} and {@code elapse} report an event and so lead to the next step.
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
 * @param <T> the type of the call's result
 */
public final class Dialogue<T> {

  private final FakeClock clock;
  private Step<T> step;

  private Dialogue(FakeClock clock, Step<T> step) {
    this.clock = clock;
    this.step = step;
  }

  /** Starts a call on a new clock. */
  public static <T> Dialogue<T> of(Call<T> call) {
    return of(call, new FakeClock());
  }

  /** Starts a call at the clock's time. */
  public static <T> Dialogue<T> of(Call<T> call, FakeClock clock) {
    return new Dialogue<>(clock, call.start(clock.now()));
  }

  /** Returns the clock of this dialogue. */
  public FakeClock clock() {
    return clock;
  }

  /** Returns the current step, for checks that the other methods do not offer. */
  public Step<T> step() {
    return step;
  }

  /** Checks that the step is a send and returns its request. */
  public HttpRequest expectSend() {
    return send().request();
  }

  /** Checks that the step is a send and returns its timeout. */
  public Duration expectTimeout() {
    return send().timeout();
  }

  /** Checks that the step is a pause and returns its delay. */
  public Duration expectPause() {
    return pause().delay();
  }

  /** Checks that the call has succeeded and returns its value. */
  public T expectDone() {
    if (step instanceof Step.Done<T> done) {
      return done.value();
    }
    throw unexpected("a value");
  }

  /** Checks that the call has failed with exactly this type and returns the exception. */
  public <X extends RuntimeException> X expectFailed(Class<X> type) {
    if (step instanceof Step.Failed<T> failed) {
      assertThat(failed.error()).isExactlyInstanceOf(type);
      return type.cast(failed.error());
    }
    throw unexpected("a failure");
  }

  /** Advances the clock before the next event. */
  public Dialogue<T> after(Duration delay) {
    clock.advance(delay);
    return this;
  }

  /**
   * Reports a response.
   *
   * @param body the body, encoded as UTF-8
   * @param headers header fields, each like {@code Name: value}
   */
  public Dialogue<T> answer(int status, String body, String... headers) {
    return answer(response(status, body, headers));
  }

  /** Reports a response. */
  public Dialogue<T> answer(HttpResponse response) {
    step = send().answered(response, clock.now());
    return this;
  }

  /** Reports that no usable response arrived. */
  public Dialogue<T> fail(TransportFailure failure) {
    step = send().unanswered(failure, clock.now());
    return this;
  }

  /** Advances the clock by the send's timeout and reports a timeout. */
  public Dialogue<T> timeOut() {
    clock.advance(expectTimeout());
    return fail(TransportFailure.unknown(TransportFailure.Kind.TIMEOUT));
  }

  /** Advances the clock by exactly the pause's delay and reports that it has passed. */
  public Dialogue<T> elapse() {
    return elapse(expectPause());
  }

  /**
   * Advances the clock and reports that the pause's delay has passed.
   *
   * @param delay the time to advance; at least the pause's delay
   */
  public Dialogue<T> elapse(Duration delay) {
    assertThat(delay).as("a runner waits at least").isGreaterThanOrEqualTo(expectPause());
    clock.advance(delay);
    return elapseNow();
  }

  /** Reports that the pause's delay has passed. The test has advanced the clock before. */
  public Dialogue<T> elapseNow() {
    step = pause().elapsed(clock.now());
    return this;
  }

  /** Reports that the runner stops the call. Nothing can be reported after that. */
  public void cancel() {
    if (!(step instanceof Step.Pending<T> pending)) {
      throw unexpected("a pending step");
    }
    pending.cancelled(clock.now());
  }

  /** Creates a response. The parameters are those of {@link #answer(int, String, String...)}. */
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
