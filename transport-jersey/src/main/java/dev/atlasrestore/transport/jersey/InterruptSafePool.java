package dev.atlasrestore.transport.jersey;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection pool that loses no connection when a thread that waits for one is interrupted.
 *
 * <p>Works around a fault of Apache's client (5.6), which is described in <a
 * href="https://github.com/aws/aws-sdk-java-v2/issues/6786">an issue of the AWS SDK</a>: a thread
 * may be interrupted at the moment in which the pool hands it a connection. The lease then fails
 * with an {@code InterruptedException}, cancelling it comes too late, and nothing releases the
 * connection. It counts as leased for ever; enough such interrupts exhaust the pool.
 *
 * <p>This class releases the connection in that case. It delegates everything else to the pool.
 */
final class InterruptSafePool implements HttpClientConnectionManager {

  private final HttpClientConnectionManager pool;

  InterruptSafePool(HttpClientConnectionManager pool) {
    this.pool = pool;
  }

  @Override
  public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, @Nullable Object state) {
    LeaseRequest lease = pool.lease(id, route, timeout, state);
    return new LeaseRequest() {
      @Override
      public ConnectionEndpoint get(Timeout timeout)
          throws InterruptedException, ExecutionException, TimeoutException {
        try {
          return lease.get(timeout);
        } catch (InterruptedException e) {
          if (!lease.cancel()) {
            releaseIfLeased(lease);
          }
          throw e;
        }
      }

      @Override
      public boolean cancel() {
        return lease.cancel();
      }
    };
  }

  /** Releases the connection of a lease that can no longer be cancelled, and closes it. */
  private void releaseIfLeased(LeaseRequest lease) throws InterruptedException {
    try {
      pool.release(lease.get(Timeout.ONE_MILLISECOND), null, null);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      // The lease failed or had been cancelled before, so there is no connection to release.
    }
  }

  @Override
  public void release(
      ConnectionEndpoint endpoint, @Nullable Object state, @Nullable TimeValue keepAlive) {
    pool.release(endpoint, state, keepAlive);
  }

  @Override
  public void connect(ConnectionEndpoint endpoint, @Nullable TimeValue timeout, HttpContext context)
      throws IOException {
    pool.connect(endpoint, timeout, context);
  }

  @Override
  public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
    pool.upgrade(endpoint, context);
  }

  @Override
  public void close(CloseMode mode) {
    pool.close(mode);
  }

  @Override
  public void close() throws IOException {
    pool.close();
  }
}
