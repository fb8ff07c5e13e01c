package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import jakarta.ws.rs.client.Client;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs conversations in the calling thread: a loop over their steps.
 *
 * <p>An interrupt ends a pause at once, and an exchange at the latest at its timeout, as a blocked
 * read takes no notice of interrupts; either way nothing more is sent. Closing ends pauses and
 * exchanges at once, on a borrowed client an exchange at the next read of its body or at its
 * timeout.
 */
final class JerseyRunner implements AutoCloseable {

  private final ElapsedClock clock = new ElapsedClock();
  private final Watchdog watchdog = new Watchdog();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Sender sender;
  private final boolean ours;
  private final Runnable closeClient;

  private JerseyRunner(Client client, boolean ours) {
    this.sender = new Sender(client, ours);
    this.ours = ours;
    this.closeClient = ours ? client::close : () -> {};
  }

  static JerseyRunner onClientOfOurs(Timeouts timeouts) {
    return new JerseyRunner(OwnClient.create(timeouts), true);
  }

  static JerseyRunner on(Client borrowed) {
    return new JerseyRunner(borrowed, false);
  }

  <T extends @Nullable Object> T run(Call<T> call) {
    if (closed.getCount() == 0) {
      throw TransportException.clientClosed();
    }
    requireUninterrupted();
    Step<T> step = call.start(clock.instant());
    while (true) {
      if (step instanceof Step.Done<T> done) {
        return done.value();
      } else if (step instanceof Step.Failed<T> failed) {
        throw failed.error();
      } else if (step instanceof Step.Pause<T> pause) {
        pause(pause);
        step = pause.elapsed(clock.instant());
      } else {
        step = exchange((Step.Send<T>) step).apply(clock.instant());
      }
    }
  }

  private void pause(Step.Pause<?> pause) {
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(pause.delay());
      if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw TransportException.clientClosed();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Makes the exchange; gives what is to be reported of it. */
  private <T extends @Nullable Object> Function<Instant, Step<T>> exchange(Step.Send<T> send) {
    requireUninterrupted();
    Exchange exchange = new Exchange(send.timeout(), ours);
    if (!watchdog.watch(exchange)) {
      return now -> send.unanswered(TransportFailure.notSent(Kind.CLIENT_CLOSED), now);
    }
    Exchange.CURRENT.set(exchange);
    try {
      HttpResponse response = sender.send(send.request(), send.maxBodyBytes(), exchange);
      return now -> send.answered(response, now);
    } catch (IOException | RuntimeException e) {
      requireUninterrupted();
      TransportFailure failure = exchange.failure(e);
      return now -> send.unanswered(failure, now);
    } finally {
      Exchange.CURRENT.remove();
      watchdog.forget(exchange);
    }
  }

  private static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(new InterruptedException());
    }
  }

  private static CallInterruptedException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new CallInterruptedException(
        "The thread was interrupted; nothing more is sent for this call", cause);
  }

  /** Ends what is under way, and closes the client if it is ours. May be called again. */
  @Override
  public void close() {
    closed.countDown();
    watchdog.close();
    closeClient.run();
  }
}
