package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of one response, up to a limit. It also determines the kind of a failure,
 * because it knows how much of the response had arrived.
 */
final class BoundedBody implements HttpResponse.BodyHandler<byte[]> {

  private final int maxBytes;

  /** The kind that a failure has now; null until the head of the response has arrived. */
  private volatile @Nullable Kind failureKind;

  BoundedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Returns the failure of the exchange that ended with this exception. */
  TransportFailure failure(Throwable thrown) {
    Kind kind = failureKind;
    return kind == null
        ? FailureMapper.beforeResponse(thrown)
        : TransportFailure.unknown(kind, thrown);
  }

  /** The JDK's client calls this method when the head of the response has arrived. */
  @Override
  public BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo head) {
    failureKind = Kind.TRUNCATED;
    Collector collector = new Collector();
    if (hasContradictingLengths(head.headers())) {
      collector.reject(Kind.MALFORMED, "The length of the response is not clear");
    }
    return collector;
  }

  private static boolean hasContradictingLengths(HttpHeaders headers) {
    int lengths = headers.allValues("Content-Length").size();
    boolean chunked = headers.firstValue("Transfer-Encoding").isPresent();
    return lengths > 1 || (lengths == 1 && chunked);
  }

  private final class Collector implements BodySubscriber<byte[]> {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      if (body.isDone()) {
        newSubscription.cancel();
      } else {
        newSubscription.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (bytes.size() + buffer.remaining() > maxBytes) {
          reject(Kind.TOO_LARGE, "The body has more than " + maxBytes + " bytes");
          return;
        }
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
      }
    }

    /** Fails the exchange. The JDK's client closes a connection whose body is cancelled. */
    private void reject(Kind kind, String message) {
      failureKind = kind;
      body.completeExceptionally(new IOException(message));
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public void onError(Throwable thrown) {
      body.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
      body.complete(bytes.toByteArray());
    }
  }
}
