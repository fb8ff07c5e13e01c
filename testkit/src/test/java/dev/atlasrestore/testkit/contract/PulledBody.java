package dev.atlasrestore.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read part by part on the thread that wants it. A few parts wait in a queue; the
 * connection is read only while there is room. Safe for use by many threads.
 */
final class PulledBody implements BodySubscriber<PulledBody> {

  private final int room;
  private final CompletableFuture<ResponseInfo> head = new CompletableFuture<>();
  private final Deque<ByteBuffer> parts = new ArrayDeque<>();
  private Flow.@Nullable Subscription subscription;
  private boolean cancelled;
  private boolean complete;
  private @Nullable Throwable error;

  PulledBody(int room) {
    this.room = room;
  }

  /** Starts the body of a response. */
  PulledBody begin(ResponseInfo newHead) {
    head.complete(newHead);
    return this;
  }

  CompletableFuture<ResponseInfo> head() {
    return head;
  }

  /** The body is available as soon as the head has arrived. */
  @Override
  public CompletionStage<PulledBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (cancelled) {
      newSubscription.cancel();
    } else {
      newSubscription.request(1);
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> more) {
    parts.addAll(more);
    requestIfRoom();
    notifyAll();
  }

  private void requestIfRoom() {
    if (parts.size() < room && subscription != null) {
      subscription.request(1);
    }
  }

  @Override
  public synchronized void onError(Throwable newError) {
    error = newError;
    notifyAll();
  }

  @Override
  public synchronized void onComplete() {
    complete = true;
    notifyAll();
  }

  /** Waits for the next part; empty at the end of the body. */
  synchronized Optional<ByteBuffer> next(Duration idleTimeout)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + idleTimeout.toNanos();
    while (parts.isEmpty() && !complete && error == null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new TimeoutException();
      }
      wait(left / 1_000_000 + 1);
    }
    ByteBuffer part = parts.poll();
    if (part == null && error != null) {
      throw new IOException(error);
    }
    if (part != null && parts.size() == room - 1) {
      requestIfRoom();
    }
    return Optional.ofNullable(part);
  }

  /** Reads the rest of the body, up to a limit. */
  byte[] readAll(int limit, Duration idleTimeout)
      throws IOException, InterruptedException, TimeoutException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Optional<ByteBuffer> part = next(idleTimeout);
        part.isPresent();
        part = next(idleTimeout)) {
      while (part.get().hasRemaining()) {
        bytes.write(part.get().get());
      }
      if (bytes.size() > limit) {
        throw new LimitedBody.TooLarge();
      }
    }
    return bytes.toByteArray();
  }

  synchronized void cancel() {
    cancelled = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
