package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.TransportFailure.Phase;
import dev.atlasrestore.exchange.HttpHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.glassfish.jersey.apache5.connector.Apache5ConnectionClosingStrategy;
import org.glassfish.jersey.client.ClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * The state of one HTTP exchange: its deadline, how far it has come, and whether it was ended.
 *
 * <p><b>Timeouts.</b> The deadline of a {@link dev.atlasrestore.exchange.Step.Send} is fixed. The
 * timeout of a {@link dev.atlasrestore.exchange.Step.Transfer} starts again before each read of the
 * body, and does not run while a part is written.
 *
 * <p><b>Why it exists.</b> Jersey reports every failure as a {@code ProcessingException}. This
 * class records what Jersey does not report: whether the request may have left, and whether the
 * response had begun.
 *
 * <p><b>Threads.</b> The calling thread makes the exchange. Another thread, the {@link Watchdog},
 * may {@link #end} it. On the library's own native client this cancels Apache's request, which
 * takes effect at once in every phase: waiting for a pooled connection, connecting, TLS handshake,
 * header section, body. On a supplied client nothing can be cancelled; the calling thread notices
 * the end between two reads of the body.
 *
 * <p>The two threads share two volatile fields, {@code nativeRequest} and {@code endReason}. Each
 * thread writes one of them first and then reads the other one. So at least one of the threads sees
 * both values, and the request is cancelled no matter which thread is first.
 */
final class Exchange implements Apache5ConnectionClosingStrategy {

  private static final ThreadLocal<Exchange> CURRENT = new ThreadLocal<>();

  private static final String HIDDEN_TARGET = "/hidden";

  /** Half the range, so that differences of {@link System#nanoTime()} do not overflow. */
  private static final long MAX_TIMEOUT_NANOS = Long.MAX_VALUE / 2;

  private final long timeoutNanos;
  private final boolean isTransfer;
  private final boolean onOwnClient;
  private volatile long deadline;
  private volatile boolean writing;
  private boolean givenToClient;
  private boolean requestSent;
  private boolean connectionReused;
  private boolean bytesReceived;
  private boolean responseBegan;
  private boolean bodyRead;
  private boolean refusedByProxy;
  private List<HttpHeader> headerFields = List.of();
  private @Nullable String hiddenTarget;
  private volatile @Nullable Cancellable nativeRequest;
  private volatile @Nullable Kind endReason;

  /**
   * Creates an exchange and starts its timeout, which bounds the whole exchange.
   *
   * @param onOwnClient whether {@link OwnClient} made the client and reports its progress here
   */
  Exchange(Duration timeout, boolean onOwnClient) {
    this(timeout, false, onOwnClient);
  }

  private Exchange(Duration timeout, boolean isTransfer, boolean onOwnClient) {
    this.timeoutNanos = Math.min(MAX_TIMEOUT_NANOS, TimeUnit.NANOSECONDS.convert(timeout));
    this.isTransfer = isTransfer;
    this.onOwnClient = onOwnClient;
    this.deadline = System.nanoTime() + timeoutNanos;
  }

  /**
   * Creates the exchange of a transfer and starts its timeout, which starts again before each read
   * of the body. If the calling thread is interrupted, the exchange ends before the next read.
   */
  static Exchange transfer(Duration idleTimeout, boolean onOwnClient) {
    return new Exchange(idleTimeout, true, onOwnClient);
  }

  /** Returns the exchange that the current thread is making; there must be one. */
  static Exchange current() {
    return CURRENT.get();
  }

  /**
   * Makes this the current exchange of the thread, until {@link #leaveThread()}. Apache's client
   * offers no way to pass it to the interceptors and the connections of {@link OwnClient}.
   */
  void enterThread() {
    CURRENT.set(this);
  }

  static void leaveThread() {
    CURRENT.remove();
  }

  /**
   * Returns the deadline, on the scale of {@link System#nanoTime()}. The next call may return a
   * later deadline for a transfer, but never an earlier one.
   */
  long deadline() {
    return writing ? System.nanoTime() + timeoutNanos : deadline;
  }

  /** Returns the timeout for a client's configuration: at least 1, because 0 means no timeout. */
  int timeoutMillis() {
    long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos + 999_999);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
  }

  /** Sets the request that {@link #end} cancels. Cancels it now if the exchange was ended. */
  void setNativeRequest(Cancellable request) {
    nativeRequest = request;
    if (endReason != null) {
      request.cancel();
    }
  }

  /**
   * Ends the exchange. May be called by any thread.
   *
   * @param reason the kind of the failure that the exchange then reports
   */
  void end(Kind reason) {
    endReason = reason;
    Cancellable request = nativeRequest;
    if (request != null) {
      request.cancel();
    }
  }

  /** Throws if the exchange was ended. */
  void requireNotEnded() throws InterruptedIOException {
    if (endReason != null) {
      throw new InterruptedIOException("the exchange was ended: " + endReason);
    }
    if (isTransfer && Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("the thread was interrupted during a transfer");
    }
  }

  /**
   * Records that a read of the body begins, and restarts the timeout of a transfer. Throws if the
   * exchange was ended.
   */
  void beforeRead() throws InterruptedIOException {
    requireNotEnded();
    if (isTransfer) {
      deadline = System.nanoTime() + timeoutNanos;
      writing = false;
    }
  }

  /**
   * Records that a part of the body is written. The timeout does not run until {@link
   * #beforeRead()}.
   */
  void beforeWrite() {
    writing = true;
  }

  /** Records that the request was given to the client, which may send it from now on. */
  void markGivenToClient() {
    givenToClient = true;
  }

  /**
   * Sets the header fields that {@link #prepare} adds to the request.
   *
   * <p>On the library's own native client they do not pass through Jersey, which copies and
   * compares header fields several times. That takes 5 % of the CPU time of a read.
   */
  void setHeaderFields(List<HttpHeader> fields) {
    headerFields = fields;
  }

  /**
   * Prepares the request of the library's own native client: adds the header fields, and hides the
   * target of a transfer until the request is sent. Apache's client logs the target, and a download
   * link is a credential.
   */
  void prepare(HttpRequest request) {
    for (HttpHeader field : headerFields) {
      request.setHeader(field.name(), field.value());
    }
    if (isTransfer) {
      hiddenTarget = request.getPath();
      request.setPath(HIDDEN_TARGET);
    }
  }

  /** Restores a hidden target, and records that the request may leave from now on. */
  void markRequestSent(HttpRequest request) {
    requestSent = true;
    if (hiddenTarget != null) {
      request.setPath(hiddenTarget);
    }
  }

  /**
   * Records on which connection the request is sent.
   *
   * @param reused whether the connection has served another request before; on a supplied client,
   *     whether this may be so
   */
  void markConnection(boolean reused) {
    connectionReused = reused;
  }

  /** Records that bytes of the response have arrived. */
  void markBytesReceived() {
    bytesReceived = true;
  }

  /** Records that the status and the header fields of the response have arrived. */
  void markResponseBegan() {
    responseBegan = true;
  }

  /** Records that the whole body was read, so that the connection can be used again. */
  void markBodyRead() {
    bodyRead = true;
  }

  /**
   * Returns whether the response is a proxy's response to {@code CONNECT}. Correct only after the
   * response was closed; false before.
   */
  boolean isRefusedByProxy() {
    return refusedByProxy;
  }

  /** Returns what to report if the exchange failed with this exception. */
  TransportFailure failure(Throwable thrown) {
    if (thrown instanceof ProxyRefusedException refused && endReason == null) {
      return TransportFailure.refusedByProxy(refused.status(), refused);
    }
    if (thrown instanceof SinkException failed) {
      return new TransportFailure(Fate.UNKNOWN, Kind.OTHER, Optional.ofNullable(failed.getCause()));
    }
    TransportFailure byType = FailureMapper.map(thrown);
    return TransportFailure.at(
            phase(byType.fate()), kind(thrown, byType.kind()), byType.cause().orElse(thrown))
        .withReusedConnection(connectionReused && wasClosedBeforeResponse(thrown, byType.fate()));
  }

  /** On a supplied client, only the type of the exception shows whether bytes had arrived. */
  private boolean wasClosedBeforeResponse(Throwable thrown, Fate byType) {
    if (onOwnClient) {
      return !bytesReceived;
    }
    return byType == Fate.UNKNOWN
        && !responseBegan
        && (FailureMapper.isOrWraps(thrown, NoHttpResponseException.class)
            || FailureMapper.isOrWraps(thrown, SocketException.class));
  }

  private Phase phase(Fate byType) {
    boolean sent = onOwnClient ? requestSent : givenToClient && byType == Fate.UNKNOWN;
    return responseBegan ? Phase.IN_BODY : sent ? Phase.BEFORE_RESPONSE : Phase.BEFORE_SENDING;
  }

  private Kind kind(Throwable thrown, Kind byType) {
    Kind reason = endReason;
    if (reason == Kind.TIMEOUT && FailureMapper.isOrWraps(thrown, CancellationException.class)) {
      // Only a request for a pooled connection is cancelled with this exception.
      return Kind.POOL_EXHAUSTED;
    } else if (reason != null) {
      return reason;
    }
    return byType;
  }

  /**
   * Called by Jersey when the response is closed. Returns the connection to the pool if the body
   * was read. If not, closes the connection; Apache's client would read the rest of the body first.
   *
   * <p>Apache's client (5.4 to 5.6) returns the response of a proxy that refuses a tunnel as if the
   * server had sent it. It has then read the body into memory and closed the connection, so only
   * the type of the entity shows the difference.
   */
  @Override
  public void close(
      ClientRequest jerseyRequest,
      HttpUriRequest apacheRequest,
      CloseableHttpResponse response,
      InputStream body)
      throws IOException {
    refusedByProxy = response.getEntity() instanceof ByteArrayEntity;
    if (!bodyRead) {
      apacheRequest.abort();
    }
    response.close();
  }
}
