package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.exchange.BodySink;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Passes the body of one response to a sink, on worker threads.
 *
 * <p>Vert.x delivers small parts, and a worker takes time to start. So this class collects the
 * parts that arrive while the sink writes, and passes them to the sink in one piece. It uses two
 * arrays: one is filled while the sink reads the other. When one array is full, {@link #isFull}
 * pauses the response. So at most about 2 MiB of a body are in memory.
 *
 * <p>All methods run on the context of the call. Only the sink runs on a worker thread.
 */
final class SinkWriter {

  /** The number of waiting bytes that pauses the response. */
  private static final int MAX_WAITING_BYTES = 1 << 20;

  private final BodySink sink;
  private final Exchange exchange;
  private final BlockingWorker worker;
  private final Promise<Void> end = Promise.promise();
  private byte[] waiting = new byte[0];
  private int waitingBytes;

  /** The array of the last write, to be filled next. */
  private byte[] spare = new byte[0];

  private boolean writing;
  private boolean ended;
  private @Nullable Throwable failure;
  private @Nullable Handler<Void> drainHandler;

  SinkWriter(BodySink sink, Exchange exchange, BlockingWorker worker) {
    this.sink = sink;
    this.exchange = exchange;
    this.worker = worker;
  }

  /** Takes the next part of the body. Drops it if the sink has failed. */
  void write(Buffer part) {
    if (failure != null) {
      return;
    }
    int size = waitingBytes + part.length();
    if (size > waiting.length) {
      int capacity = Math.min(MAX_WAITING_BYTES, 2 * waiting.length);
      waiting = Arrays.copyOf(waiting, Math.max(size, capacity));
    }
    part.getBytes(waiting, waitingBytes);
    waitingBytes = size;
    if (!writing) {
      writeWaitingBytes();
    }
  }

  private void writeWaitingBytes() {
    ByteBuffer bytes = ByteBuffer.wrap(waiting, 0, waitingBytes);
    byte[] written = waiting;
    waiting = spare;
    waitingBytes = 0;
    spare = written;
    writing = true;
    worker
        .run(
            () -> {
              if (exchange.isNotAborted()) {
                sink.write(bytes);
              }
              return true;
            })
        .onComplete(this::written);
  }

  private void written(AsyncResult<?> result) {
    writing = false;
    exchange.onProgress();
    if (result.failed()) {
      failure = result.cause();
      waitingBytes = 0;
      exchange.sinkFailed(result.cause());
    }
    if (waitingBytes > 0) {
      writeWaitingBytes();
    } else if (ended) {
      completeEnd();
    }
    Handler<Void> drained = drainHandler;
    if (drained != null && !isFull()) {
      drainHandler = null;
      drained.handle(null);
    }
  }

  /** Whether the sink is writing. */
  boolean isWriting() {
    return writing;
  }

  /** Whether the response must pause until the handler of {@link #onDrained} is called. */
  boolean isFull() {
    return waitingBytes >= MAX_WAITING_BYTES;
  }

  /** Sets the handler that is called once, as soon as this writer is no longer full. */
  void onDrained(@Nullable Handler<Void> handler) {
    drainHandler = handler;
  }

  /**
   * Ends the body.
   *
   * @return completes when the sink has written everything; fails with the exception of the sink
   */
  Future<Void> end() {
    ended = true;
    if (!writing) {
      completeEnd();
    }
    return end.future();
  }

  private void completeEnd() {
    if (failure == null) {
      end.tryComplete();
    } else {
      end.tryFail(failure);
    }
  }
}
