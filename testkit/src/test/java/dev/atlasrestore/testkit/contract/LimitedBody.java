package dev.atlasrestore.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects a body up to a limit. A larger body is an error, and can be cancelled. */
final class LimitedBody implements BodySubscriber<byte[]> {

  private final int limit;
  private final boolean cancels;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Flow.Subscription subscription = null;

  private LimitedBody(int limit, boolean cancels) {
    this.limit = limit;
    this.cancels = cancels;
  }

  /** Creates the body of a response, and knows whether a response has arrived. */
  static final class Handler implements BodyHandler<byte[]> {
    private final int limit;
    private final boolean cancels;
    private volatile boolean started;

    Handler(int limit, boolean cancels) {
      this.limit = limit;
      this.cancels = cancels;
    }

    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo head) {
      started = true;
      return new LimitedBody(limit, cancels);
    }

    boolean hasStarted() {
      return started;
    }
  }

  /** The body was larger than its limit. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    if (body.isDone()) {
      return;
    }
    for (ByteBuffer part : parts) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }
    if (bytes.size() > limit) {
      if (cancels) {
        subscription.cancel();
      }
      body.completeExceptionally(new TooLarge());
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }
}
