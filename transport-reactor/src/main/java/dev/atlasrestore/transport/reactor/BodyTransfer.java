package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Passes the body of one response to the sink of a {@code Transfer}, and measures how long the
 * exchange is idle.
 *
 * <p><b>Threads.</b> The event loop of the connection adds the parts of the body to a queue. One
 * task at a time writes them in order, on a thread that may block. The task ends when the queue is
 * empty, and the next part starts a new one. So a part that arrives during a write needs no new
 * task.
 *
 * <p><b>Back-pressure.</b> Demand in Reactor Netty counts parts, and the server chooses their size.
 * So the demand is unlimited, and this class limits the bytes: it stops reading from the connection
 * when {@value #PAUSE_BYTES} bytes are in flight, and reads again when half of them are written. In
 * addition, the connection may have read at most 64 KiB more at that moment, with the default
 * receive buffers of Netty.
 *
 * <p><b>Idle time.</b> The exchange is idle while no part is being written or waits to be written.
 * Its idle time starts again after the head and after each part. Only an idle exchange can time
 * out, and no write begins after the timeout. So no part is being written when the timeout is
 * reported.
 */
final class BodyTransfer {

  private static final int PAUSE_BYTES = 2 * 1024 * 1024;
  private static final int RESUME_BYTES = PAUSE_BYTES / 2;

  /** Counted for each part in addition to its bytes, because a part may be tiny. */
  private static final int BYTES_PER_PART = 256;

  private final Step.Transfer<?> step;
  private final ReactorRunner runner;
  private final long timeoutNanos;

  // Guarded by this.
  private final Queue<ByteBuf> parts = new ArrayDeque<>();
  private int bytesInFlight;
  private boolean paused;

  /** Whether a part is being written or waits to be written, or the body has ended. */
  private boolean busy;

  private boolean stopped;
  private long idleSince;

  BodyTransfer(Step.Transfer<?> step, ReactorRunner runner) {
    this.step = step;
    this.runner = runner;
    this.timeoutNanos = ReactorRunner.toNanos(step.idleTimeout());
    this.idleSince = runner.nanoTime();
  }

  /** Returns the time at which the exchange times out, unless a byte arrives before. */
  synchronized long deadline() {
    return (busy ? runner.nanoTime() : idleSince) + timeoutNanos;
  }

  /** Stops the transfer if the exchange is idle. Returns whether it is. */
  synchronized boolean stopIfIdle() {
    stopped |= !busy;
    return !busy;
  }

  /** Stops the transfer: no further write begins. Releases the parts that wait. */
  void stop() {
    List<ByteBuf> dropped;
    synchronized (this) {
      stopped = true;
      dropped = List.copyOf(parts);
      parts.clear();
    }
    dropped.forEach(ByteBuf::release);
  }

  /**
   * Asks the call for the sink.
   *
   * @param head the response without its body
   * @return empty if the body is to be kept in memory, or if the transfer is stopped
   * @throws SinkException if the call's function throws
   */
  Optional<BodySink> sinkFor(HttpResponse head) {
    if (!tryBecomeBusy()) {
      return Optional.empty();
    }
    try {
      return step.sinkFor().apply(head);
    } catch (Throwable thrown) {
      throw new SinkException(thrown);
    } finally {
      becomeIdle();
    }
  }

  private synchronized boolean tryBecomeBusy() {
    busy = !stopped;
    return busy;
  }

  private synchronized void becomeIdle() {
    busy = false;
    idleSince = runner.nanoTime();
  }

  /** Restarts the idle time with each part of a body that is kept in memory. */
  Flux<ByteBuf> observe(Flux<ByteBuf> body) {
    return body.doOnNext(part -> becomeIdle());
  }

  /**
   * Writes the body to the sink. The result ends on the event loop, after the last write. It fails
   * with a {@link SinkException} if the sink throws.
   *
   * @param channel the connection or stream of the body
   * @param eventLoop runs tasks on the event loop of the channel
   */
  Mono<Void> write(Flux<ByteBuf> body, BodySink sink, Channel channel, Executor eventLoop) {
    return Mono.create(
        result -> {
          Writer writer = new Writer(sink, channel, eventLoop, result);
          result.onDispose(writer);
          body.subscribe(writer);
        });
  }

  /** Writes the parts that it receives on the event loop. */
  private final class Writer extends BaseSubscriber<ByteBuf> {

    private final BodySink sink;
    private final Channel channel;
    private final Executor eventLoop;
    private final MonoSink<Void> result;

    /** Used by the event loop only. */
    private @Nullable Throwable bodyError;

    // Guarded by the transfer.
    private boolean bodyEnded;
    private int bytesInWrite;

    private Writer(BodySink sink, Channel channel, Executor eventLoop, MonoSink<Void> result) {
      this.sink = sink;
      this.channel = channel;
      this.eventLoop = eventLoop;
      this.result = result;
    }

    @Override
    protected void hookOnNext(ByteBuf part) {
      boolean starts;
      synchronized (BodyTransfer.this) {
        if (stopped) {
          return;
        }
        starts = !busy;
        busy = true;
        parts.add(part.retain());
        bytesInFlight += size(part);
        if (!paused && bytesInFlight >= PAUSE_BYTES) {
          paused = true;
          channel.config().setAutoRead(false);
        }
      }
      if (starts) {
        try {
          runner.runBlocking(this::writeAll);
        } catch (Throwable thrown) {
          fail(thrown);
        }
      }
    }

    private void writeAll() {
      try {
        for (ByteBuf part = next(); part != null; part = next()) {
          write(part);
        }
      } catch (Throwable thrown) {
        fail(thrown);
      }
    }

    private void write(ByteBuf part) throws IOException {
      try {
        for (ByteBuffer bytes : part.nioBuffers()) {
          sink.write(bytes);
        }
      } finally {
        part.release();
      }
    }

    /** Returns the next part to write, or null if this task ends. */
    private @Nullable ByteBuf next() {
      synchronized (BodyTransfer.this) {
        ByteBuf part = parts.poll();
        bytesInFlight -= bytesInWrite;
        bytesInWrite = part == null ? 0 : size(part);
        if (paused && bytesInFlight <= RESUME_BYTES) {
          paused = false;
          eventLoop.execute(this::resumeReading);
        }
        if (part == null && bodyEnded) {
          eventLoop.execute(this::end);
        } else if (part == null) {
          becomeIdle();
        }
        return part;
      }
    }

    private int size(ByteBuf part) {
      return part.readableBytes() + BYTES_PER_PART;
    }

    /**
     * Reads again. Does nothing if the body has ended, because its connection may serve another
     * request by then.
     */
    private void resumeReading() {
      synchronized (BodyTransfer.this) {
        if (paused || bodyEnded || stopped) {
          return;
        }
      }
      channel.config().setAutoRead(true);
    }

    @Override
    protected void hookOnComplete() {
      endAfterLastWrite();
    }

    @Override
    protected void hookOnError(Throwable error) {
      bodyError = error;
      endAfterLastWrite();
    }

    private void endAfterLastWrite() {
      synchronized (BodyTransfer.this) {
        bodyEnded = true;
        if (busy) {
          return;
        }
        busy = true;
      }
      end();
    }

    private void end() {
      if (bodyError != null) {
        result.error(bodyError);
      } else {
        result.success();
      }
    }

    /**
     * Stops, closes the connection unless the body has ended, and reports the exception unless the
     * call was cancelled.
     */
    private void fail(Throwable thrown) {
      stop();
      eventLoop.execute(
          () -> {
            cancel();
            result.error(new SinkException(thrown));
          });
    }
  }

  /** Thrown when the sink or the call's function throws. Has no stack trace of its own. */
  static final class SinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Throwable thrown;

    private SinkException(Throwable thrown) {
      super("the body cannot be written", thrown, false, false);
      this.thrown = thrown;
    }

    /** Returns the exception of the sink or of the function. */
    Throwable thrown() {
      return thrown;
    }
  }
}
