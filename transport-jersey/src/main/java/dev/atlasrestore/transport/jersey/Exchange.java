package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.concurrent.Cancellable;
import org.glassfish.jersey.apache5.connector.Apache5ConnectionClosingStrategy;
import org.glassfish.jersey.client.ClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * One exchange under way, and how far it has come.
 *
 * <p>It can be ended from another thread. On a client of ours that takes effect at once in every
 * phase: waiting for a pooled connection, connecting, in the TLS handshake, waiting for the head,
 * in the body. On a borrowed client it takes effect between two reads of the body.
 */
final class Exchange implements Apache5ConnectionClosingStrategy {

  /** What the thread is making; set for the time of the exchange only. */
  static final ThreadLocal<Exchange> CURRENT = new ThreadLocal<>();

  private static final long LONGEST = Long.MAX_VALUE / 2;

  private final long timeoutNanos;
  private final long deadline;
  private final boolean ours;
  private boolean sent;
  private boolean answered;
  private boolean complete;

  /** Written by one thread before it reads {@link #ended}; the other thread does the opposite. */
  private volatile @Nullable Cancellable grip;

  private volatile @Nullable Kind ended;

  Exchange(Duration timeout, boolean ours) {
    this.timeoutNanos = Math.min(LONGEST, TimeUnit.NANOSECONDS.convert(timeout));
    this.deadline = System.nanoTime() + timeoutNanos;
    this.ours = ours;
  }

  /** When to end it, on the scale of {@link System#nanoTime()}. */
  long deadline() {
    return deadline;
  }

  /** The timeout as clients take it: never zero, which means none to them. */
  int timeoutMillis() {
    long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos + 999_999);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
  }

  /** From here on, ending the exchange cancels this. */
  void hold(Cancellable request) {
    grip = request;
    if (ended != null) {
      request.cancel();
    }
  }

  /** Ends it from another thread; the kind is what it then fails with. */
  void end(Kind why) {
    ended = why;
    Cancellable request = grip;
    if (request != null) {
      request.cancel();
    }
  }

  void requireRunning() throws InterruptedIOException {
    if (ended != null) {
      throw new InterruptedIOException("the exchange was ended: " + ended);
    }
  }

  /** The connection stands; the request goes out now. */
  void markSent() {
    sent = true;
  }

  void markAnswered() {
    answered = true;
  }

  /** The body was read to its end: the connection may be used again. */
  void markComplete() {
    complete = true;
  }

  /** What to report when it failed with this. */
  TransportFailure failure(Throwable thrown) {
    TransportFailure seen = Failures.of(thrown);
    Kind end = ended;
    Kind kind = end == null ? seen.kind() : end;
    if (end == Kind.TIMEOUT && Failures.isOrWraps(thrown, CancellationException.class)) {
      kind = Kind.POOL_EXHAUSTED;
    } else if (end == null && answered && kind != Kind.TIMEOUT && kind != Kind.TOO_LARGE) {
      kind = Kind.TRUNCATED;
    }
    return new TransportFailure(fate(seen.fate()), kind, seen.cause());
  }

  private Fate fate(Fate seen) {
    if (ours) {
      return sent ? Fate.UNKNOWN : Fate.NOT_SENT;
    }
    return answered ? Fate.UNKNOWN : seen;
  }

  /** Gives the connection back after a whole body; else closes it, without reading any further. */
  @Override
  public void close(
      ClientRequest asked, HttpUriRequest request, CloseableHttpResponse response, InputStream body)
      throws IOException {
    if (!complete) {
      request.abort();
    }
    response.close();
  }
}
