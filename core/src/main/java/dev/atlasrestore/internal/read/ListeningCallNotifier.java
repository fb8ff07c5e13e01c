package dev.atlasrestore.internal.read;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallInfo;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.step.EndObserver;
import dev.atlasrestore.internal.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The notifier of a call with a listener. Everything that the listener throws is ignored, except a
 * {@link VirtualMachineError}.
 *
 * <p>Counts the attempts of the call. The field is not volatile, because the steps of a call are
 * taken one after another, and the runner ensures that each step sees the writes of the previous
 * step.
 */
final class ListeningCallNotifier implements CallNotifier {

  private final CallListener listener;
  private final CallInfo call;
  private final Instant began;
  private int attempts;

  ListeningCallNotifier(CallListener listener, CallInfo call, Instant began) {
    this.listener = listener;
    this.call = call;
    this.began = began;
  }

  @Override
  public void started() {
    send(new CallEvent.Started(call));
  }

  @Override
  public void attemptStarted(int attempt) {
    attempts++;
    send(new CallEvent.AttemptStarted(call, attempt));
  }

  @Override
  public void attemptEnded(int attempt, AttemptResult<?> result, Duration took) {
    int requests = result.requests();
    if (result instanceof AttemptResult.Failure<?> failure && failure.unanswered().isPresent()) {
      TransportFailure.Kind kind = failure.unanswered().get().kind();
      send(new CallEvent.RequestFailed(call, attempt, kind, requests, took));
    } else {
      int status = result.status().orElseThrow();
      send(new CallEvent.ResponseReceived(call, attempt, status, requests, took));
    }
  }

  @Override
  public void retried(int attempt, Duration delay) {
    send(new CallEvent.Retried(call, attempt, delay));
  }

  @Override
  public void paused(Duration delay) {
    send(new CallEvent.Paused(call, delay));
  }

  @Override
  public <T> Step<T> observe(Call<T> steps, Instant now, Predicate<T> isLast) {
    return Steps.observeEnd(steps, now, new Observer<>(isLast));
  }

  @Override
  public void cancelled(Instant now) {
    send(new CallEvent.Cancelled(call, attempts, Duration.between(began, now)));
  }

  private final class Observer<T> implements EndObserver<T> {

    private final Predicate<T> isLast;

    private Observer(Predicate<T> isLast) {
      this.isLast = isLast;
    }

    @Override
    public void done(T value, Instant now) {
      if (isLast.test(value)) {
        end(now, Optional.empty(), OptionalInt.empty());
      }
    }

    @Override
    public void failed(Throwable error, Instant now) {
      OptionalInt status =
          error instanceof ApiException refused
              ? OptionalInt.of(refused.status())
              : OptionalInt.empty();
      end(now, Optional.of(error.getClass()), status);
    }

    @Override
    public void cancelled(Instant now) {
      ListeningCallNotifier.this.cancelled(now);
    }
  }

  private void end(Instant now, Optional<Class<? extends Throwable>> failure, OptionalInt status) {
    send(new CallEvent.Done(call, attempts, Duration.between(began, now), failure, status));
  }

  private void send(CallEvent event) {
    try {
      listener.on(event);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable ignored) {
      // A faulty listener must not change the call.
    }
  }
}
