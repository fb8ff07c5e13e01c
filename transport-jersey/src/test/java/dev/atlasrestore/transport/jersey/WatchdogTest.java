package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the watchdog with exchanges that send nothing. */
@Timeout(60)
class WatchdogTest {

  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LATE = Duration.ofHours(1);

  private final Set<Thread> before = threads();
  private final Watchdog watchdog = new Watchdog();

  @AfterEach
  void close() {
    watchdog.close();
  }

  @Test
  void exchangeEndsAtItsDeadlineAndNotBefore() throws Exception {
    long start = System.nanoTime();
    Held held = watch(SOON);
    held.awaitEnd();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SOON.toNanos());
    assertThat(held.exchange.failure(new IOException()).kind()).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void earlierDeadlineEndsFirst() throws Exception {
    Held late = watch(LATE);
    watch(SOON).awaitEnd();
    assertThat(late.ended.getCount()).isEqualTo(1);
  }

  @Test
  void forgottenExchangeIsNotEnded() throws Exception {
    Held forgotten = watch(ONE_SECOND);
    watchdog.forget(forgotten.exchange);
    watch(Duration.ofMillis(1100)).awaitEnd();
    assertThat(forgotten.ended.getCount()).isEqualTo(1);
  }

  @Test
  void threadRunsOnlyWhileExchangesAreWatched() throws Exception {
    assertThat(newThreads()).isEmpty();
    Held first = watch(ONE_SECOND);
    Held second = watch(ONE_SECOND);
    Thread thread = newThreads().iterator().next();
    assertThat(newThreads()).hasSize(1);
    assertThat(thread.isDaemon()).isTrue();
    first.awaitEnd();
    second.awaitEnd();
    thread.join();
    watch(SOON).awaitEnd();
  }

  @Test
  void closeEndsAllExchangesAndRefusesLaterOnes() throws Exception {
    Held late = watch(LATE);
    Thread thread = newThreads().iterator().next();
    watchdog.close();
    late.awaitEnd();
    assertThat(late.exchange.failure(new IOException()).kind()).isEqualTo(Kind.CLIENT_CLOSED);
    thread.join();
    assertThat(watchdog.watch(new Exchange(LATE, true))).isFalse();
    assertThat(newThreads()).isEmpty();
  }

  @Test
  void failureToEndOneExchangeDoesNotAffectTheOthers() throws Exception {
    Exchange broken = new Exchange(SOON, true);
    broken.setNativeRequest(
        () -> {
          throw new IllegalStateException("the pool is closing");
        });
    watchdog.watch(broken);
    watch(SOON.multipliedBy(2)).awaitEnd();
  }

  @Test
  void errorWhileEndingAnExchangeDoesNotAffectTheOthers() throws Exception {
    Exchange fatal = new Exchange(SOON, true);
    fatal.setNativeRequest(
        () -> {
          throw new OutOfMemoryError("simulated");
        });
    watchdog.watch(fatal);
    watch(SOON.multipliedBy(2)).awaitEnd();
  }

  @Test
  void requestSetAfterTheEndIsCancelledAtOnce() {
    Exchange exchange = new Exchange(LATE, true);
    exchange.end(Kind.TIMEOUT);
    CountDownLatch cancelled = new CountDownLatch(1);
    exchange.setNativeRequest(
        () -> {
          cancelled.countDown();
          return true;
        });
    assertThat(cancelled.getCount()).isZero();
  }

  @Test
  void threadRunsUntilNoConnectionIsIdle() throws Exception {
    IdlePool pool = new IdlePool();
    try (Watchdog closing = new Watchdog(pool)) {
      Exchange exchange = new Exchange(LATE, true);
      assertThat(closing.watch(exchange)).isTrue();
      Thread thread = newThreads().iterator().next();
      closing.forget(exchange);
      pool.awaitChecks(3);
      assertThat(thread.isAlive()).isTrue();
      pool.hasIdle = false;
      thread.join();
    }
  }

  @Test
  void idleConnectionsAreCheckedWhileAnotherExchangeIsInFlight() throws Exception {
    IdlePool pool = new IdlePool();
    try (Watchdog closing = new Watchdog(pool)) {
      closing.watch(new Exchange(LATE, true));
      Exchange exchange = new Exchange(LATE, true);
      closing.watch(exchange);
      closing.forget(exchange);
      pool.awaitChecks(3);
    }
  }

  @Test
  void deathOfTheThreadLosesNoDeadline() throws Exception {
    IdlePool pool = new IdlePool();
    pool.error = new OutOfMemoryError("simulated");
    try (Watchdog closing = new Watchdog(pool)) {
      Exchange first = new Exchange(LATE, true);
      closing.watch(first);
      Thread thread = newThreads().iterator().next();
      CountDownLatch ended = new CountDownLatch(1);
      Exchange second = new Exchange(ONE_SECOND, true);
      second.setNativeRequest(
          () -> {
            ended.countDown();
            return true;
          });
      closing.watch(second);
      closing.forget(first);
      thread.join();
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Held watch(Duration timeout) {
    Held held = new Held(new Exchange(timeout, true), new CountDownLatch(1));
    held.exchange.setNativeRequest(
        () -> {
          held.ended.countDown();
          return true;
        });
    assertThat(watchdog.watch(held.exchange)).isTrue();
    return held;
  }

  /** A pool that counts the checks. */
  private static final class IdlePool implements Watchdog.IdleConnections {

    private final Semaphore checks = new Semaphore(0);
    private volatile boolean hasIdle = true;
    private volatile Error error;

    @Override
    public Duration checkInterval() {
      return SOON;
    }

    @Override
    public boolean closeExpired() {
      checks.release();
      if (error != null) {
        throw error;
      }
      return hasIdle;
    }

    void awaitChecks(int count) throws InterruptedException {
      assertThat(checks.tryAcquire(count, 30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private record Held(Exchange exchange, CountDownLatch ended) {
    void awaitEnd() throws InterruptedException {
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Set<Thread> newThreads() {
    Set<Thread> threads = new HashSet<>(threads());
    threads.removeAll(before);
    return threads;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("atlas-restore-watchdog"))
        .collect(Collectors.toSet());
  }
}
