package dev.atlasrestore.exchange;

import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation needs next. Immutable. Only a {@link Send} can take an answer and only a
 * {@link Pause} can elapse: wrong use does not compile.
 *
 * <p>A runner gives each step exactly one report, in any thread, and never keeps a step it has
 * reported on. To cancel is to report nothing: a conversation holds no thread, no timer and no
 * connection. Whatever a step function throws ends the runner's carrier with that very instance.
 *
 * @param <T> what the conversation ends with
 */
public sealed interface Step<T extends @Nullable Object> {

  /**
   * Send the request, exactly once, without following redirects and without answering challenges.
   *
   * @param request what to send, target and headers as they are
   * @param timeout bounds the whole exchange, from waiting for a connection to the last byte of the
   *     body
   * @param maxBodyBytes the largest body to accept, after transfer decoding; a larger one is {@link
   *     TransportFailure.Kind#TOO_LARGE} and is not read to its end
   * @param onAnswer what an answer leads to; runners call {@link #answered}
   * @param onFailure what its absence leads to; runners call {@link #unanswered}
   */
  record Send<T extends @Nullable Object>(
      HttpRequest request,
      Duration timeout,
      int maxBodyBytes,
      BiFunction<HttpResponse, Instant, Step<T>> onAnswer,
      BiFunction<TransportFailure, Instant, Step<T>> onFailure)
      implements Step<T> {

    /** Takes the parts. */
    public Send {
      Objects.requireNonNull(request, "request");
      Objects.requireNonNull(timeout, "timeout");
      Objects.requireNonNull(onAnswer, "onAnswer");
      Objects.requireNonNull(onFailure, "onFailure");
    }

    /**
     * Reports a complete answer, whatever its status.
     *
     * @param response the answer
     * @param now the time after it arrived
     * @return what to do next
     */
    public Step<T> answered(HttpResponse response, Instant now) {
      return onAnswer.apply(response, now);
    }

    /**
     * Reports that no usable answer came.
     *
     * @param failure why
     * @param now the time of the failure
     * @return what to do next
     */
    public Step<T> unanswered(TransportFailure failure, Instant now) {
      return onFailure.apply(failure, now);
    }

    /** Shows the request without its credentials. */
    @Override
    public String toString() {
      return "Send[" + request + ", timeout=" + timeout + ", maxBodyBytes=" + maxBodyBytes + "]";
    }
  }

  /**
   * Wait at least this long, without holding a thread that the runner does not own.
   *
   * @param delay how long; zero is possible
   * @param onElapsed what comes then; runners call {@link #elapsed}
   */
  record Pause<T extends @Nullable Object>(Duration delay, Function<Instant, Step<T>> onElapsed)
      implements Step<T> {

    /** Takes the parts. */
    public Pause {
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(onElapsed, "onElapsed");
    }

    /**
     * Reports that the time has passed.
     *
     * @param now the time after the pause
     * @return what to do next
     */
    public Step<T> elapsed(Instant now) {
      return onElapsed.apply(now);
    }

    @Override
    public String toString() {
      return "Pause[" + delay + "]";
    }
  }

  /**
   * The conversation has ended well.
   *
   * @param value what to hand out
   */
  record Done<T extends @Nullable Object>(T value) implements Step<T> {}

  /**
   * The conversation has failed.
   *
   * @param error what to throw or to signal: this very instance, unwrapped
   */
  record Failed<T extends @Nullable Object>(RuntimeException error) implements Step<T> {

    /** Takes the error. */
    public Failed {
      Objects.requireNonNull(error, "error");
    }
  }

  /** A {@link Send}; see there for the parameters. */
  static <T extends @Nullable Object> Send<T> send(
      HttpRequest request,
      Duration timeout,
      int maxBodyBytes,
      BiFunction<HttpResponse, Instant, Step<T>> onAnswer,
      BiFunction<TransportFailure, Instant, Step<T>> onFailure) {
    return new Send<>(request, timeout, maxBodyBytes, onAnswer, onFailure);
  }

  /** A {@link Pause}; see there for the parameters. */
  static <T extends @Nullable Object> Pause<T> pause(
      Duration delay, Function<Instant, Step<T>> onElapsed) {
    return new Pause<>(delay, onElapsed);
  }

  /** A {@link Done}. */
  static <T extends @Nullable Object> Done<T> done(T value) {
    return new Done<>(value);
  }

  /** A {@link Failed}. */
  static <T extends @Nullable Object> Failed<T> failed(RuntimeException error) {
    return new Failed<>(error);
  }
}
