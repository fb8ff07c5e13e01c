package dev.atlasrestore.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A clock that stands still until a test advances it. {@link FakeAtlas.Builder#clock} gives it to a
 * fake: the lifetimes of nonces, the rate limit, the expiry of archives and the jobs of {@link
 * FakeAtlas#job} then follow it. Clients have clocks of their own. Safe for use by many threads.
 *
 * <pre>{@code
 * TestClock clock = new TestClock();
 * FakeAtlas atlas = FakeAtlas.builder().clock(clock).start();
 * atlas.job(ref).inProgress(Duration.ofMinutes(5)).then(RestoreJobFixtures.finished());
 * clock.advance(Duration.ofMinutes(5));   // the next read shows the finished job
 * }</pre>
 */
public final class TestClock implements InstantSource {

  private volatile Instant now;

  /** Creates a clock that shows this moment, in whole seconds. */
  public TestClock() {
    this(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
  }

  /** Creates a clock that shows this time. */
  public TestClock(Instant start) {
    now = Objects.requireNonNull(start, "start");
  }

  /**
   * Advances the clock.
   *
   * @throws IllegalArgumentException if the duration is negative; use {@link #set}
   */
  public synchronized void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a clock does not run backwards: " + duration);
    }
    now = now.plus(duration);
  }

  /** Sets the time, also to an earlier one, as an operator or NTP does. */
  public synchronized void set(Instant time) {
    now = Objects.requireNonNull(time, "time");
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Shows the time. */
  @Override
  public String toString() {
    return "TestClock[" + now + "]";
  }
}
