package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.exchange.BodySink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A sink that compares the bytes with those of {@link #body}, records how it is used, and can delay
 * every write until {@link #release}. Like a write to a file channel, a delayed write fails if its
 * thread is interrupted.
 */
final class RecordingSink implements BodySink {

  private final BooleanSupplier mayBlock;
  private final CountDownLatch released;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final Queue<String> misuses = new ConcurrentLinkedQueue<>();
  private volatile Optional<String> wrongByte = Optional.empty();

  private RecordingSink(BooleanSupplier mayBlock, int holds) {
    this.mayBlock = mayBlock;
    this.released = new CountDownLatch(holds);
  }

  /** Creates a sink whose writes return at once. */
  static RecordingSink open(BooleanSupplier mayBlock) {
    return new RecordingSink(mayBlock, 0);
  }

  /** Creates a sink whose writes do not return before {@link #release}. */
  static RecordingSink held(BooleanSupplier mayBlock) {
    return new RecordingSink(mayBlock, 1);
  }

  /** Returns the first bytes of the body that the sink expects. */
  static byte[] body(int size) {
    byte[] body = new byte[size];
    for (int i = 0; i < size; i++) {
      body[i] = byteAt(i);
    }
    return body;
  }

  /** Returns one byte of the body that the sink expects. The bytes repeat after 251, a prime. */
  static byte byteAt(long position) {
    return (byte) (position % 251);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (!writing.compareAndSet(false, true)) {
      misuses.add("a write began before the previous write had ended");
    }
    if (!mayBlock.getAsBoolean()) {
      misuses.add("a write on a thread that must not block: " + Thread.currentThread().getName());
    }
    writes.incrementAndGet();
    begun.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } finally {
      writing.set(false);
    }
    long position = written.get();
    while (bytes.hasRemaining()) {
      byte each = bytes.get();
      if (each != byteAt(position) && wrongByte.isEmpty()) {
        wrongByte = Optional.of("byte " + position + " is " + each);
      }
      position++;
    }
    synchronized (written) {
      written.set(position);
      written.notifyAll();
    }
  }

  /** Lets all writes return. */
  void release() {
    released.countDown();
  }

  /** Returns how many writes have begun. */
  int writes() {
    return writes.get();
  }

  /** Returns how many bytes were written. */
  long written() {
    return written.get();
  }

  void awaitFirstWrite(Duration patience) throws InterruptedException {
    assertTrue(
        begun.await(patience.toMillis(), TimeUnit.MILLISECONDS), "nothing was written to the sink");
  }

  /** Waits until this many bytes were written. */
  void awaitWritten(long bytes, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (written) {
      for (long left = patience.toNanos();
          written.get() < bytes && left > 0;
          left = deadline - System.nanoTime()) {
        written.wait(left / 1_000_000 + 1);
      }
    }
    assertTrue(
        written.get() >= bytes, () -> "only " + written + " of " + bytes + " bytes were written");
  }

  /** Fails unless exactly the first bytes of the body were written, in order. */
  void assertBody(long size) {
    assertPartOfBody();
    assertEquals(size, written.get(), "bytes that reached the sink");
  }

  /** Fails unless all bytes so far are the first bytes of the body, in order. */
  void assertPartOfBody() {
    assertEquals(Optional.empty(), wrongByte, "the first wrong byte");
    assertWellUsed();
  }

  /** Fails if writes overlapped, or ran on a thread that must not block. */
  void assertWellUsed() {
    assertEquals(List.of(), List.copyOf(misuses));
  }
}
