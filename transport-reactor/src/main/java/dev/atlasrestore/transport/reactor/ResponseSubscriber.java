package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.io.EOFException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

/**
 * Receives the response to one {@code Send} or {@code Transfer} and reports it, or the failure, to
 * the call exactly once.
 *
 * <p>A response is reported after its connection has returned to the pool, not as soon as the body
 * is complete. The next request, of this call or of its caller, can then use the same connection.
 *
 * <p><b>Threads.</b> The event loop of the connection delivers the response or an error. A thread
 * of the scheduler calls {@link #timeOut}. Any thread may cancel ({@link #dispose}). The event loop
 * and the scheduler may race; {@link #reported} decides which of them reports. After cancellation
 * the call takes no step, so a report has no effect.
 */
final class ResponseSubscriber<T extends @Nullable Object> extends BaseSubscriber<HttpResponse> {

  private final CallSubscription<T> call;
  private final ReactorRunner runner;
  private final Step.Exchange<T> step;
  private final Exchange exchange;

  /** The context of the subscriber. Reactor Netty asks for it several times. */
  private final Context context;

  /** Null for a {@code Send}. */
  private final @Nullable BodyTransfer transfer;

  private final long deadline;
  private final AtomicBoolean reported = new AtomicBoolean();

  /** Used by the event loop only. */
  private @Nullable HttpResponse received;

  /** The complete response, while its connection returns to the pool. */
  private volatile @Nullable HttpResponse complete;

  ResponseSubscriber(CallSubscription<T> call, ReactorRunner runner, Step.Exchange<T> step) {
    this.call = call;
    this.runner = runner;
    this.step = step;
    this.transfer =
        step instanceof Step.Transfer<T> transferStep
            ? new BodyTransfer(transferStep, runner)
            : null;
    this.context = call.context();
    this.exchange = new Exchange(step, transfer, runner.lostConnections());
    this.deadline = runner.nanoTime() + ReactorRunner.toNanos(timeout());
  }

  private Duration timeout() {
    return step instanceof Step.Send<T> send
        ? send.timeout()
        : ((Step.Transfer<T>) step).idleTimeout();
  }

  /** Starts the exchange. */
  void start() {
    runner.deadlines().watch(deadline);
    exchange.response(runner, this::failBeforeResponse).subscribe(this);
  }

  /**
   * Returns the instant at which the exchange times out, as {@link ReactorRunner#nanoTime}. Each
   * part of the body moves the deadline of a {@code Transfer} to a later time.
   */
  long deadline() {
    return transfer == null ? deadline : transfer.deadline();
  }

  /**
   * Ends the exchange because its deadline has passed.
   *
   * <p>If the response is complete, it is reported. This happens if the event loop is so busy that
   * it cannot release the connection in time. Otherwise the exchange is cancelled and a timeout is
   * reported. The report runs on another thread, because it may reach a subscriber that blocks.
   *
   * @return false if the deadline has moved, because a part of the body has just arrived
   */
  boolean timeOut() {
    if (transfer != null && !transfer.stopIfIdle()) {
      return false;
    }
    if (reported.compareAndSet(false, true)) {
      HttpResponse response = complete;
      Runnable report;
      if (response != null) {
        report = () -> call.onResponse(step, response);
      } else {
        String missing = transfer == null ? "complete response" : "byte";
        TransportFailure failure =
            exchange.fail(new TimeoutException("no " + missing + " within " + timeout()));
        dispose();
        report = () -> call.onFailure(step, failure);
      }
      runner.notifySeparately(context, report);
    }
    return true;
  }

  @Override
  protected void hookOnNext(HttpResponse response) {
    received = response;
  }

  @Override
  protected void hookOnComplete() {
    HttpResponse response = received;
    if (response == null) {
      reportFailure(new EOFException("the exchange ended without a response"));
    } else {
      complete = response;
      exchange.afterRelease(() -> reportResponse(response));
    }
  }

  @Override
  protected void hookOnError(Throwable error) {
    reportFailure(error);
  }

  private void reportResponse(HttpResponse response) {
    if (reported.compareAndSet(false, true)) {
      call.onResponse(step, response);
    }
  }

  private void reportFailure(Throwable error) {
    if (reported.compareAndSet(false, true)) {
      call.onFailure(step, exchange.fail(error));
    }
  }

  /** Reports the failure instead of Reactor Netty, which would log it. */
  private void failBeforeResponse(Throwable error) {
    if (reported.compareAndSet(false, true)) {
      TransportFailure failure = exchange.fail(error);
      cancel();
      call.onFailure(step, failure);
    }
  }

  /**
   * Cancels the exchange and closes its connection or stream, if the exchange has not ended. No
   * write to a sink begins afterwards.
   */
  @Override
  public void dispose() {
    if (transfer != null) {
      transfer.stop();
    }
    if (!isDisposed()) {
      exchange.cancel(this::cancel);
    }
  }

  @Override
  public Context currentContext() {
    return context;
  }
}
