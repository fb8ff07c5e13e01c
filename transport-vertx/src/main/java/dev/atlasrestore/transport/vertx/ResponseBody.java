package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.exchange.BodyTooLargeException;
import dev.atlasrestore.exchange.BoundedBody;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Receives the body of one response: passes it to a sink, or collects it up to a limit.
 *
 * <p>If a collected body exceeds the limit, the result fails, the collected bytes are dropped, and
 * the exchange is aborted. Vert.x alone does not stop there: it reads a body to its end even if the
 * stream that collects it has failed.
 *
 * <p>If there is a sink, {@link #writeQueueFull} makes Vert.x pause the response while the sink
 * writes. Vert.x calls {@link #end()} also if the response fails, and waits for its result before
 * it reports the failure. So no failure is reported while the sink writes.
 *
 * <p>Each exchange has its own instance, so codec and stream are one object. Vert.x 4.5 gets the
 * stream from {@link #create}, Vert.x 5 from {@link #stream}. This class has both methods, so one
 * jar runs on both versions.
 */
final class ResponseBody implements BodyCodec<byte[]>, BodyStream<byte[]> {

  private static final long UNKNOWN_LENGTH = -1;

  private final Exchange exchange;
  private final BoundedBody body;
  private final Promise<byte[]> result = Promise.promise();
  private @Nullable SinkWriter sink;

  ResponseBody(Exchange exchange, int maxBytes) {
    this.exchange = exchange;
    this.body = new BoundedBody(maxBytes, UNKNOWN_LENGTH);
  }

  /** The exchange whose response body this codec receives. */
  Exchange exchange() {
    return exchange;
  }

  /** Sets the receiver of the body. Must be called before {@link #stream}. */
  void passTo(SinkWriter writer) {
    sink = writer;
  }

  /** Whether a sink is writing a part of this body. */
  boolean isSinkWriting() {
    return sink != null && sink.isWriting();
  }

  @Override
  public void create(Handler<AsyncResult<BodyStream<byte[]>>> handler) {
    handler.handle(Future.succeededFuture(stream()));
  }

  /** Returns the stream. This method implements {@code BodyCodec} of Vert.x 5. */
  public BodyStream<byte[]> stream() {
    if (!exchange.headReceived()) {
      result.tryFail(new CancellationException("the exchange was aborted"));
    }
    return this;
  }

  @Override
  public Future<byte[]> result() {
    return result.future();
  }

  @Override
  public void handle(Throwable failure) {
    result.tryFail(failure);
  }

  @Override
  public Future<Void> write(Buffer part) {
    exchange.onProgress();
    if (sink != null) {
      sink.write(part);
    } else {
      add(part);
    }
    return Future.succeededFuture();
  }

  @Override
  public void write(Buffer part, Handler<AsyncResult<Void>> handler) {
    handler.handle(write(part));
  }

  private void add(Buffer part) {
    if (result.future().isComplete()) {
      return;
    }
    try {
      body.add(part.length(), (target, offset, length) -> part.getBytes(target, offset));
    } catch (BodyTooLargeException e) {
      result.tryFail(e);
      exchange.bodyTooLarge();
    }
  }

  @Override
  public Future<Void> end() {
    exchange.bodyReceived();
    result.tryComplete(body.bytes());
    return sink == null ? Future.succeededFuture() : sink.end();
  }

  @Override
  public void end(Handler<AsyncResult<Void>> handler) {
    end().onComplete(handler);
  }

  @Override
  public ResponseBody exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public ResponseBody setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return sink != null && sink.isFull();
  }

  @Override
  public ResponseBody drainHandler(@Nullable Handler<Void> handler) {
    if (sink != null) {
      sink.onDrained(handler);
    }
    return this;
  }
}
