package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.TransportFailure.Phase;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.BoundedBody;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the response of one step. The body is kept in memory up to a limit, or a transfer's sink
 * receives it. The next part is requested when the part before it is stored. The reader also
 * determines the kind of a failure, because it knows how much of the response had arrived.
 */
final class ResponseReader implements BodyHandler<byte[]> {

  private final Step.Exchange<?> step;
  private final ExchangeTimeout timeout;
  private volatile boolean headArrived;
  private volatile @Nullable TransportFailure rejection;
  private boolean ended;
  private CompletableFuture<?> write = CompletableFuture.completedFuture(null);

  ResponseReader(Step.Exchange<?> step, ExchangeTimeout timeout) {
    this.step = step;
    this.timeout = timeout;
  }

  /** Returns the failure of the exchange that ended with this exception. */
  TransportFailure failure(Throwable thrown) {
    TransportFailure rejected = rejection;
    if (rejected != null) {
      return rejected;
    }
    return headArrived
        ? TransportFailure.at(Phase.IN_BODY, Kind.CLOSED, thrown)
        : FailureMapper.beforeResponse(thrown);
  }

  /**
   * Ends the reading. No write begins afterwards. Returns a future that completes when the write
   * under way, if any, has ended.
   */
  synchronized CompletableFuture<?> end() {
    ended = true;
    return write;
  }

  private synchronized boolean hasEnded() {
    return ended;
  }

  /**
   * Returns a future that the caller must complete after the write; empty if the reading has ended.
   */
  private synchronized Optional<CompletableFuture<@Nullable Void>> startWrite() {
    if (ended) {
      return Optional.empty();
    }
    CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
    write = started;
    return Optional.of(started);
  }

  /** The JDK's client calls this method when the head of the response has arrived. */
  @Override
  public BodySubscriber<byte[]> apply(ResponseInfo head) {
    headArrived = true;
    if (hasContradictingLengths(head.headers())) {
      return rejected(Kind.MALFORMED, new IOException("The length of the response is not clear"));
    }
    long declared = head.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (!(step instanceof Step.Transfer<?> transfer)) {
      return new PartSubscriber(Optional.empty(), declared);
    }
    try {
      HttpResponse response = toCore(head.statusCode(), head.headers(), new byte[0]);
      return new PartSubscriber(transfer.sinkFor().apply(response), declared);
    } catch (RuntimeException thrown) {
      return rejected(Kind.OTHER, thrown);
    }
  }

  /** Converts a complete response. */
  static HttpResponse toCore(java.net.http.HttpResponse<byte[]> response) {
    return toCore(response.statusCode(), response.headers(), response.body());
  }

  private static HttpResponse toCore(int status, HttpHeaders headers, byte[] body) {
    List<HttpHeader> fields = new ArrayList<>();
    headers
        .map()
        .forEach(
            (name, values) -> values.forEach(value -> fields.add(new HttpHeader(name, value))));
    return HttpResponse.of(status, fields, body);
  }

  private static boolean hasContradictingLengths(HttpHeaders headers) {
    int lengths = headers.allValues("Content-Length").size();
    boolean chunked = headers.firstValue("Transfer-Encoding").isPresent();
    return lengths > 1 || (lengths == 1 && chunked);
  }

  private BodySubscriber<byte[]> rejected(Kind kind, Throwable cause) {
    PartSubscriber subscriber = new PartSubscriber(Optional.empty(), 0);
    subscriber.reject(kind, cause);
    return subscriber;
  }

  /** The JDK's client calls these methods on its executor, one after the other. */
  private final class PartSubscriber implements BodySubscriber<byte[]> {

    private final BoundedBody memory;
    private final BodySink sink;
    private final Kind sinkFailure;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    PartSubscriber(Optional<BodySink> sink, long declared) {
      this.memory = new BoundedBody(step.maxBodyBytes(), sink.isPresent() ? 0 : declared);
      this.sink = sink.orElse(memory::add);
      this.sinkFailure = sink.isPresent() ? Kind.OTHER : Kind.TOO_LARGE;
    }

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
        requestNext(newSubscription);
      }
    }

    private void requestNext(Flow.Subscription next) {
      timeout.restart();
      next.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      timeout.pause();
      startWrite()
          .ifPresent(
              written -> {
                write(buffers);
                written.complete(null);
              });
    }

    private void write(List<ByteBuffer> buffers) {
      try {
        for (ByteBuffer buffer : buffers) {
          if (hasEnded()) {
            return;
          }
          sink.write(buffer);
        }
      } catch (Throwable thrown) {
        reject(sinkFailure, thrown);
        return;
      }
      if (subscription != null) {
        requestNext(subscription);
      }
    }

    /** Fails the exchange. The JDK's client closes a connection whose body is cancelled. */
    private void reject(Kind kind, Throwable cause) {
      rejection = TransportFailure.unknown(kind, cause);
      body.completeExceptionally(cause);
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
      body.complete(memory.bytes());
    }
  }
}
