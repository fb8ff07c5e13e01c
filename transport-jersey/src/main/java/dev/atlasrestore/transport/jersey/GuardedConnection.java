package dev.atlasrestore.transport.jersey;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the library's own native client. It works around five weaknesses of Apache's
 * client (5.5 or 5.6).
 *
 * <p><b>Unsolicited data.</b> HTTP/1.1 assigns responses to requests by their order alone (RFC
 * 9112, section 9.3). If the server sends bytes that belong to no request, for example a second
 * response, Apache's client takes them for the response to the next request on this connection.
 * This class looks for such bytes once per request, immediately before the request is sent:
 *
 * <ul>
 *   <li>An idle connection is checked when the pool leases it, in {@link #isStale()}. The pool
 *       replaces a connection that fails the check.
 *   <li>A new connection is checked in {@link #sendRequestHeader}. Bytes fail the exchange.
 * </ul>
 *
 * Bytes that arrive later look like the response. The check costs one system call and does not
 * wait.
 *
 * <p><b>Connections that the server has closed.</b> This check does not detect a closed connection.
 * Java detects it only by a read, which takes a millisecond. So this class reads only from a
 * connection that was idle for more than one second. If the server closed a connection that was
 * idle for less, the exchange fails and reports that the connection was a reused one. Core then
 * sends the request once more: a second request here would repeat the nonce count, which strict
 * servers refuse.
 *
 * <p><b>A socket that arrives too late.</b> An exchange may be ended while its connection is being
 * made. {@code DefaultManagedHttpClientConnection.bind(Socket)} accepts a socket even if the
 * connection has been closed before, and then nothing closes that socket. This class closes it. No
 * connection is made for an exchange that was ended.
 *
 * <p><b>Secrets in the log.</b> {@code DefaultManagedHttpClientConnection} logs header fields and
 * every byte at DEBUG, which is the level of Logback without a configuration. They contain
 * credentials and download links. This class logs neither, at any level. Other classes of Apache's
 * client log the request target, so the {@link Exchange} of a transfer hides it until the request
 * reaches this class.
 *
 * <p><b>Connections that were idle for too long.</b> Only Apache's client 5.6 can limit the idle
 * time. This class limits it with every version.
 */
final class GuardedConnection extends DefaultBHttpClientConnection
    implements ManagedHttpClientConnection {

  private static final long MAX_UNCHECKED_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StrictResponseParser parser;
  private final long maxIdleNanos;
  private @Nullable Socket tcpSocket;
  private boolean hasTls;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable Timeout socketTimeout;
  private long idleSince = System.nanoTime();
  private boolean reused;
  private boolean checkedAtLease;

  private GuardedConnection(Http1Config limits, Duration maxIdleTime, StrictResponseParser parser) {
    super(limits, null, null, null, null, null, ignored -> parser);
    this.parser = parser;
    this.maxIdleNanos = TimeUnit.NANOSECONDS.convert(maxIdleTime);
  }

  /**
   * Creates a connection for the current exchange.
   *
   * @param maxIdleTime the pool replaces a connection that was idle for longer
   * @throws InterruptedIOException if the exchange was ended
   */
  static GuardedConnection create(Http1Config limits, Duration maxIdleTime)
      throws InterruptedIOException {
    Exchange.current().requireNotEnded();
    return new GuardedConnection(limits, maxIdleTime, new StrictResponseParser(limits));
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new SocketHolder(socket), socket, false);
  }

  @Override
  public void bind(SSLSocket tlsSocket, Socket socket) throws IOException {
    bind(new SocketHolder(tlsSocket, socket), socket, true);
  }

  private void bind(SocketHolder holder, Socket socket, boolean withTls) throws IOException {
    tcpSocket = socket;
    hasTls = withTls;
    socketTimeout = Timeout.ofMilliseconds(holder.getSocket().getSoTimeout());
    bind(holder);
    requireNotClosed(socket);
  }

  @Override
  public @Nullable Socket getSocket() {
    SocketHolder holder = getSocketHolder();
    return holder == null ? null : holder.getSocket();
  }

  @Override
  public @Nullable SSLSession getSSLSession() {
    return getSocket() instanceof SSLSocket tlsSocket ? tlsSocket.getSession() : null;
  }

  /**
   * Closes the socket if the connection was closed.
   *
   * <p>A thread that closes the connection sets {@code closed} and then closes the socket, if there
   * is one. The thread that binds the socket sets the socket and then reads {@code closed}. So at
   * least one of the two closes the socket.
   */
  private void requireNotClosed(Socket socket) throws IOException {
    if (closed.get()) {
      socket.close();
      throw new InterruptedIOException("the connection was closed while it was being made");
    }
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      super.close();
    }
  }

  @Override
  public void close(CloseMode mode) {
    if (closed.compareAndSet(false, true)) {
      super.close(mode);
    }
  }

  /** Called when the connection returns to the pool. */
  @Override
  public void passivate() {
    reused = true;
    idleSince = System.nanoTime();
    setSocketTimeout(Timeout.ZERO_MILLISECONDS);
  }

  /** Called when the pool has leased the connection. */
  @Override
  public void activate() {
    setSocketTimeout(socketTimeout);
  }

  /** Called when the pool is about to lease the connection, which is idle. */
  @Override
  public boolean isStale() throws IOException {
    checkedAtLease = true;
    long idleNanos = System.nanoTime() - idleSince;
    boolean mayBeClosed = idleNanos > MAX_UNCHECKED_IDLE_NANOS;
    return idleNanos > maxIdleNanos || (mayBeClosed && super.isStale()) || hasUnsolicitedData();
  }

  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    if (!checkedAtLease && hasUnsolicitedData()) {
      throw new ConnectionClosedException("the server sent data before the request");
    }
    checkedAtLease = false;
    Exchange exchange = Exchange.current();
    exchange.markConnection(reused);
    exchange.markRequestSent(request);
    super.sendRequestHeader(request);
  }

  /** Limits the lines of chunk sizes and trailers, as the parser limits those of the header. */
  @Override
  protected InputStream createContentInputStream(
      long length, SessionInputBuffer buffer, InputStream in) {
    return super.createContentInputStream(length, new LineLimitBuffer(buffer), in);
  }

  /**
   * Returns whether there are bytes that belong to no response.
   *
   * <p>Bytes on a TLS connection may be records of TLS itself, for example session tickets. Only
   * reading them shows this. {@code super.isStale()} reads them into the buffer of the connection.
   */
  private boolean hasUnsolicitedData() throws IOException {
    if (parser.hasBufferedBytes()) {
      return true;
    }
    Socket socket = tcpSocket;
    if (socket == null || socket.isClosed() || socket.getInputStream().available() == 0) {
      return false;
    }
    return !hasTls || super.isStale() || parser.hasBufferedBytes();
  }
}
