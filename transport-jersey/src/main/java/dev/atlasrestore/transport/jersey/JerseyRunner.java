package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import jakarta.ws.rs.client.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls in the calling thread: a loop that executes one step after the other.
 *
 * <p>Safe for use by many threads; every thread runs its own call.
 *
 * <p><b>Timeouts.</b> A blocked socket read ends neither at a deadline nor at an interrupt. So a
 * second thread, the {@link Watchdog}, ends an exchange at its timeout by closing its connection.
 *
 * <p><b>Interrupts.</b> An interrupt ends a pause at once. It does not end the exchange of a {@link
 * Step.Send}, but the call sends nothing more after that exchange. It ends a {@link Step.Transfer}
 * between two parts of the body, or at its idle timeout. The interrupt flag stays set.
 *
 * <p><b>Closing</b> ends pauses and exchanges at once. On a supplied client an exchange ends at the
 * next read of its body, or at its timeout.
 *
 * <p><b>Reports.</b> A call that is stopped by an interrupt, or by closing during a pause, gets
 * {@link Step.Pending#cancelled}. An exchange that is ended by closing is reported as a failure of
 * kind {@code CLIENT_CLOSED}, and the call ends by itself.
 */
final class JerseyRunner implements AutoCloseable {

  private final ElapsedClock clock = new ElapsedClock();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final SuspendedWatches suspendedWatches = new SuspendedWatches(clock);
  private final ExchangeSender sender;
  private final Watchdog watchdog;
  private final boolean isClientOwn;
  private final Runnable closeIdleConnections;
  private final Runnable closeClient;

  /** Whether a response has arrived since the last loss, so that a connection may be reused. */
  private volatile boolean responded;

  private JerseyRunner(
      ExchangeSender sender,
      Watchdog watchdog,
      boolean isClientOwn,
      Runnable closeIdleConnections,
      Runnable closeClient) {
    this.sender = sender;
    this.watchdog = watchdog;
    this.isClientOwn = isClientOwn;
    this.closeIdleConnections = closeIdleConnections;
    this.closeClient = closeClient;
  }

  /** Creates a runner on the library's own native client, which the runner closes. */
  static JerseyRunner onOwnClient(OwnClient own) {
    ExchangeSender sender = new ExchangeSender(own.client(), true);
    return new JerseyRunner(sender, new Watchdog(own), true, own::closeIdle, own::close);
  }

  /** Creates a runner on a supplied client, which stays open when the runner is closed. */
  static JerseyRunner onSuppliedClient(Client client) {
    return new JerseyRunner(
        new ExchangeSender(client, false), new Watchdog(), false, () -> {}, () -> {});
  }

  /**
   * Runs a call to its end and returns its value.
   *
   * @throws TransportException of kind {@code CLIENT_CLOSED} if the runner is closed
   * @throws CallInterruptedException if the thread is interrupted
   * @throws RuntimeException the error that the call fails with, as the same instance
   */
  <T extends @Nullable Object> T run(Call<T> call) {
    requireOpen();
    requireNotInterrupted();
    suspendedWatches.cancelAbandoned();
    return run(call.start(clock.instant()));
  }

  /** Runs a call from this step to its end, as {@link #run(Call)} does. */
  <T extends @Nullable Object> T run(Step<T> first) {
    Step<T> step = first;
    while (step instanceof Step.Pending<T> pending) {
      step = execute(pending).start(clock.instant());
    }
    if (step instanceof Step.Failed<T> failed) {
      throw failed.error();
    }
    return ((Step.Done<T>) step).value();
  }

  /**
   * Executes a step and returns how to report its event. If the call must stop, throws the reason.
   *
   * <p>The caller reports the event, because the report runs code of the call. An exception of that
   * code must not be taken for a failure of the exchange.
   */
  private <T extends @Nullable Object> Call<T> execute(Step.Pending<T> step) {
    try {
      if (step instanceof Step.Send<T> send) {
        return exchange(send, new Exchange(send.timeout(), isClientOwn));
      } else if (step instanceof Step.Transfer<T> transfer) {
        return exchange(transfer, Exchange.transfer(transfer.idleTimeout(), isClientOwn));
      } else if (step instanceof Step.Blocking<T> work) {
        requireNotInterrupted();
        requireOpen();
        return work::run;
      }
      Step.Pause<T> pause = (Step.Pause<T>) step;
      pause(pause.delay());
      return pause::elapsed;
    } catch (Throwable stopped) {
      step.cancelled(clock.instant()).ifPresent(work -> finish(work, stopped));
      throw stopped;
    }
  }

  /**
   * Runs the cleanup after a cancellation. A set interrupt flag would close the files that the
   * cleanup uses, so it is cleared until the cleanup has ended.
   */
  private void finish(Step.Blocking<?> work, Throwable stopped) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run(clock.instant());
    } catch (RuntimeException | Error failed) {
      stopped.addSuppressed(failed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void pause(Duration delay) {
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(delay);
      if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw TransportException.clientClosed();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The watches that are between two polls. */
  SuspendedWatches suspendedWatches() {
    return suspendedWatches;
  }

  private <T extends @Nullable Object> Call<T> exchange(Step.Exchange<T> step, Exchange exchange) {
    requireNotInterrupted();
    if (!watchdog.watch(exchange)) {
      return now -> step.unanswered(TransportFailure.notSent(Kind.CLIENT_CLOSED), now);
    }
    if (!isClientOwn) {
      exchange.markConnection(responded);
    }
    exchange.enterThread();
    try {
      HttpResponse response = sender.send(step, exchange);
      responded = true;
      return now -> step.answered(response, now);
    } catch (IOException | RuntimeException e) {
      requireNotInterrupted();
      if (sender.isClientClosed()) {
        exchange.end(Kind.CLIENT_CLOSED);
      }
      TransportFailure failure = exchange.failure(e);
      if (failure.onReusedConnection()) {
        // The server may have closed the other idle connections too.
        closeIdleConnections.run();
        responded = false;
      }
      return now -> step.unanswered(failure, now);
    } finally {
      Exchange.leaveThread();
      watchdog.forget(exchange);
    }
  }

  private void requireOpen() {
    if (closed.getCount() == 0) {
      throw TransportException.clientClosed();
    }
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(new InterruptedException());
    }
  }

  private static CallInterruptedException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new CallInterruptedException(
        "The thread was interrupted; nothing more is sent for this call", cause);
  }

  /** Ends all calls, and closes the library's own native client. May be called more than once. */
  @Override
  public void close() {
    closed.countDown();
    watchdog.close();
    suspendedWatches.close();
    closeClient.run();
  }
}
