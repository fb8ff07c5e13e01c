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
 * Hears of the answer to one {@code Send} and reports it, or its absence, once. An answer is
 * reported when its connection is free again, not when the body is there: whoever asks next, this
 * conversation or its caller, then needs no other. To dispose of it while the exchange is under way
 * closes the connection.
 */
final class Answering<T extends @Nullable Object> extends BaseSubscriber<HttpResponse> {

  private final Conversation<T> conversation;
  private final ReactorRunner runner;
  private final Step.Send<T> send;
  private final Exchange exchange;
  private final long deadline;
  private final AtomicBoolean reported = new AtomicBoolean();
  private @Nullable HttpResponse answer;

  /** The whole answer, while its connection is on its way back. */
  private volatile @Nullable HttpResponse complete;

  Answering(Conversation<T> conversation, ReactorRunner runner, Step.Send<T> send) {
    this.conversation = conversation;
    this.runner = runner;
    this.send = send;
    this.exchange = new Exchange(send.request(), send.maxBodyBytes());
    this.deadline = runner.nanoTime() + ReactorRunner.nanos(send.timeout());
  }

  void begin() {
    runner.deadlines().expect(deadline);
    exchange.on(runner).subscribe(this);
  }

  /** When it must be over, in the runner's nanoseconds. */
  long deadline() {
    return deadline;
  }

  /** The deadline has passed. An answer may be there, behind an event loop that is kept busy. */
  void late() {
    HttpResponse response = complete;
    Duration timeout = send.timeout();
    if (response != null) {
      answered(response);
    } else if (fail(new TimeoutException("no complete answer within " + timeout))) {
      dispose();
    }
  }

  @Override
  protected void hookOnNext(HttpResponse response) {
    answer = response;
  }

  @Override
  protected void hookOnComplete() {
    HttpResponse response = answer;
    if (response == null) {
      fail(new EOFException("the stack gave no answer"));
    } else {
      complete = response;
      exchange.afterRelease(() -> answered(response));
    }
  }

  private void answered(HttpResponse response) {
    if (reported.compareAndSet(false, true)) {
      conversation.exchanged(() -> send.answered(response, runner.now()));
    }
  }

  @Override
  protected void hookOnError(Throwable error) {
    fail(error);
  }

  /**
   * The stack forgets an answer whose head comes in the moment in which another thread cancels: its
   * body would never be freed, and a connection whose answer has no end never be closed. On the
   * event loop there is no such moment.
   */
  @Override
  public void dispose() {
    if (!isDisposed()) {
      exchange.cancelling(this::cancel);
    }
  }

  private boolean fail(Throwable error) {
    boolean first = reported.compareAndSet(false, true);
    if (first) {
      TransportFailure failure = exchange.failed(error);
      conversation.exchanged(() -> send.unanswered(failure, runner.now()));
    }
    return first;
  }

  @Override
  public Context currentContext() {
    return conversation.context();
  }
}
