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

/** Collects a body up to a cap; one that is larger is an error, and is cancelled if so wanted. */
final class CappedBody implements BodySubscriber<byte[]> {

  private final int cap;
  private final boolean cancels;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Flow.Subscription subscription = null;

  private CappedBody(int cap, boolean cancels) {
    this.cap = cap;
    this.cancels = cancels;
  }

  /** Makes one for an answer; knows whether there was one. */
  static final class Handler implements BodyHandler<byte[]> {
    private final int cap;
    private final boolean cancels;
    private volatile boolean begun;

    Handler(int cap, boolean cancels) {
      this.cap = cap;
      this.cancels = cancels;
    }

    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo head) {
      begun = true;
      return new CappedBody(cap, cancels);
    }

    boolean hasBegun() {
      return begun;
    }
  }

  /** There was more than allowed. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    if (whole.isDone()) {
      return;
    }
    for (ByteBuffer part : parts) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }
    if (bytes.size() > cap) {
      if (cancels) {
        subscription.cancel();
      }
      whole.completeExceptionally(new TooLarge());
    }
  }

  @Override
  public void onError(Throwable error) {
    whole.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    whole.complete(bytes.toByteArray());
  }
}
