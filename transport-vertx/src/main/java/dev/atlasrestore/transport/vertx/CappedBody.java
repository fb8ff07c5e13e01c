package dev.atlasrestore.transport.vertx;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer while it arrives, and never more of it than allowed; what comes beyond is
 * dropped, and the exchange is told. Has the methods of Vert.x 4.5 ({@link #create}) and of Vert.x
 * 5 ({@link #stream}): one jar serves both.
 */
final class CappedBody implements BodyCodec<byte[]>, BodyStream<byte[]> {

  private final Exchange exchange;
  private final int maxBytes;
  private final Promise<byte[]> result = Promise.promise();
  private byte[] bytes = new byte[0];
  private int size;

  CappedBody(Exchange exchange, int maxBytes) {
    this.exchange = exchange;
    this.maxBytes = maxBytes;
  }

  /** Which exchange this is the body of. */
  Exchange exchange() {
    return exchange;
  }

  @Override
  public void create(Handler<AsyncResult<BodyStream<byte[]>>> handler) {
    handler.handle(Future.succeededFuture(stream()));
  }

  /** What Vert.x 5 asks for in place of {@link #create}. */
  public BodyStream<byte[]> stream() {
    if (!exchange.headCame()) {
      result.tryFail(new CancellationException("nobody waits for the body any more"));
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
    add(part);
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
    if (part.length() > maxBytes - size) {
      bytes = new byte[0];
      result.tryFail(new TooLarge());
      exchange.tooLarge();
      return;
    }
    if (size + part.length() > bytes.length) {
      int wanted = Math.max(size + part.length(), 2 * bytes.length); // of one part: copied once
      bytes = Arrays.copyOf(bytes, Math.min(maxBytes, wanted));
    }
    part.getBytes(bytes, size);
    size += part.length();
  }

  @Override
  public Future<Void> end() {
    exchange.bodyCame();
    result.tryComplete(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
    return Future.succeededFuture();
  }

  @Override
  public void end(Handler<AsyncResult<Void>> handler) {
    handler.handle(end());
  }

  @Override
  public CappedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public CappedBody setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public CappedBody drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }

  /** The body is larger than allowed. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooLarge() {
      super("the body is larger than allowed", null, false, false);
    }
  }
}
