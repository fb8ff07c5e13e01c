package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

/**
 * Receives the response to one {@code Send} and reports it, or the failure, to the call exactly
 * once.
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
  private final Step.Send<T> send;
  private final Exchange exchange;
  private final long deadline;
  private final AtomicBoolean reported = new AtomicBoolean();

  /** Used by the event loop only. */
  private @Nullable HttpResponse received;

  /** The complete response, while its connection returns to the pool. */
  private volatile @Nullable HttpResponse complete;

  ResponseSubscriber(CallSubscription<T> call, ReactorRunner runner, Step.Send<T> send) {
    this.call = call;
    this.runner = runner;
    this.send = send;
    this.exchange = new Exchange(send.request(), send.maxBodyBytes(), runner.lostConnections());
    this.deadline = runner.nanoTime() + ReactorRunner.toNanos(send.timeout());
  }

  /** Starts the exchange. */
  void start() {
    runner.deadlines().watch(deadline);
    exchange.response(runner, this::failBeforeResponse).subscribe(this);
  }

  /** Returns the instant at which the exchange times out, as {@link ReactorRunner#nanoTime}. */
  long deadline() {
    return deadline;
  }

  /**
   * Ends the exchange because its deadline has passed.
   *
   * <p>If the response is complete, it is reported. This happens if the event loop is so busy that
   * it cannot release the connection in time. Otherwise the exchange is cancelled and a timeout is
   * reported. The report runs on another thread, because it may reach a subscriber that blocks.
   */
  void timeOut() {
    if (reported.compareAndSet(false, true)) {
      HttpResponse response = complete;
      Runnable report;
      if (response != null) {
        report = () -> call.onResponse(send, response);
      } else {
        TransportFailure failure =
            exchange.fail(new TimeoutException("no complete response within " + send.timeout()));
        dispose();
        report = () -> call.onFailure(send, failure);
      }
      runner.notifySeparately(call.context(), report);
    }
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
      call.onResponse(send, response);
    }
  }

  private void reportFailure(Throwable error) {
    if (reported.compareAndSet(false, true)) {
      call.onFailure(send, exchange.fail(error));
    }
  }

  /** Reports the failure instead of Reactor Netty, which would log it. */
  private void failBeforeResponse(Throwable error) {
    if (reported.compareAndSet(false, true)) {
      TransportFailure failure = exchange.fail(error);
      cancel();
      call.onFailure(send, failure);
    }
  }

  /** Cancels the exchange and closes its connection or stream, if the exchange has not ended. */
  @Override
  public void dispose() {
    if (!isDisposed()) {
      exchange.cancel(this::cancel);
    }
  }

  @Override
  public Context currentContext() {
    return call.context();
  }
}
