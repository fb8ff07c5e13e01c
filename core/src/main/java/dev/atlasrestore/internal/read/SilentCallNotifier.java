package dev.atlasrestore.internal.read;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** The notifier of a call without a listener. */
final class SilentCallNotifier implements CallNotifier {

  @Override
  public void started() {}

  @Override
  public void attemptStarted(int attempt) {}

  @Override
  public void attemptEnded(int attempt, AttemptResult<?> result, Duration took) {}

  @Override
  public void retried(int attempt, Duration delay) {}

  @Override
  public void paused(Duration delay) {}

  @Override
  public <T> Step<T> observe(Call<T> steps, Instant now, Predicate<T> isLast) {
    return steps.start(now);
  }

  @Override
  public void cancelled(Instant now) {}
}
