package dev.atlasrestore.transport.jersey;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is used again only while nothing has come on it unasked.
 *
 * <p>Answers belong to requests by their order alone (RFC 9112, section 9.3): bytes that lie on a
 * connection before a request goes out, the rest of an earlier answer or one that nobody asked for,
 * would be taken for its answer. Apache's client does that. This one looks before: the pool asks
 * {@link #isStale()} and makes another connection without anybody noticing; what comes in the
 * moment between is seen when the request is about to be written, and fails it.
 *
 * <p>To look costs a system call and never waits, but for a connection that has idled long enough
 * for the server to have closed it, where it takes the millisecond that Apache's client takes.
 *
 * <p>An exchange may be ended while its connection is being made. Apache's connection, closed
 * before it has a socket, would take one all the same, and its pool would make another in its
 * place; nobody would own either. This one closes what comes after it was closed, and none is made
 * for an exchange that has ended.
 */
final class OwnConnection extends DefaultManagedHttpClientConnection {

  private static final long TRUSTED_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StrictHeads heads;
  private @Nullable Socket raw;
  private boolean secured;
  private volatile boolean closed;
  private long idleSince = System.nanoTime();

  private OwnConnection(String id, Http1Config limits, StrictHeads heads) {
    super(id, null, null, limits, null, null, null, ignored -> heads);
    this.heads = heads;
  }

  /**
   * A connection for the exchange that this thread is making.
   *
   * @throws InterruptedIOException if that has been ended
   */
  static OwnConnection create(Http1Config limits) throws InterruptedIOException {
    Exchange.CURRENT.get().requireRunning();
    return new OwnConnection("atlas-restore", limits, new StrictHeads(limits));
  }

  @Override
  public void bind(Socket socket) throws IOException {
    raw = socket;
    secured = false;
    super.bind(socket);
    requireNotClosed(socket);
  }

  @Override
  public void bind(SSLSocket safe, Socket socket) throws IOException {
    raw = socket;
    secured = true;
    super.bind(safe, socket);
    requireNotClosed(socket);
  }

  /** Whoever closes looks for a socket after having said so; this looks after having bound one. */
  private void requireNotClosed(Socket socket) throws IOException {
    if (closed) {
      socket.close();
      throw new InterruptedIOException("the connection was closed while it was being made");
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }

  @Override
  public void close(CloseMode mode) {
    closed = true;
    super.close(mode);
  }

  @Override
  public void passivate() {
    idleSince = System.nanoTime();
    super.passivate();
  }

  @Override
  public boolean isStale() throws IOException {
    boolean idledLong = System.nanoTime() - idleSince > TRUSTED_IDLE_NANOS;
    return hasUnaskedBytes() || (idledLong && super.isStale());
  }

  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    if (hasUnaskedBytes()) {
      throw new ConnectionClosedException("something came on the connection that nobody asked for");
    }
    super.sendRequestHeader(request);
  }

  /** Behind TLS bytes may be the protocol's own, so they have to be read to be told from others. */
  private boolean hasUnaskedBytes() throws IOException {
    if (heads.haveBytesLeft()) {
      return true;
    }
    Socket socket = raw;
    if (socket == null || socket.isClosed() || socket.getInputStream().available() == 0) {
      return false;
    }
    return !secured || super.isStale() || heads.haveBytesLeft();
  }
}
