package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that an interrupt loses no connection of the pool. */
class InterruptSafePoolTest {

  private static final HttpRoute ROUTE = new HttpRoute(new HttpHost("localhost", 80));

  private final PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void interruptReleasesAConnectionThatIsLeasedAtTheSameMoment() {
    LeaseRequest lease =
        new InterruptSafePool(new InterruptedAtLease(pool))
            .lease("test", ROUTE, Timeout.ofMinutes(1), null);
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> lease.get(Timeout.ofMinutes(1)));
    assertThat(pool.getTotalStats().getLeased()).isZero();
  }

  @Test
  void interruptCancelsALeaseThatIsStillPending() throws Exception {
    pool.setMaxTotal(1);
    LeaseRequest holder = pool.lease("holder", ROUTE, Timeout.ofMinutes(1), null);
    ConnectionEndpoint held = holder.get(Timeout.ofMinutes(1));
    LeaseRequest lease =
        new InterruptSafePool(pool).lease("test", ROUTE, Timeout.ofMinutes(1), null);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> lease.get(Timeout.ofMinutes(1)));
    pool.release(held, null, null);
    assertThat(pool.getTotalStats().getLeased()).isZero();
    assertThat(pool.getTotalStats().getPending()).isZero();
  }

  /** A pool whose leases complete but fail at first, as if the thread had just been interrupted. */
  private record InterruptedAtLease(HttpClientConnectionManager pool)
      implements HttpClientConnectionManager {

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, Object state) {
      LeaseRequest lease = pool.lease(id, route, timeout, state);
      return new LeaseRequest() {
        private boolean interrupted;

        @Override
        public ConnectionEndpoint get(Timeout timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
          if (!interrupted) {
            interrupted = true;
            throw new InterruptedException();
          }
          return lease.get(timeout);
        }

        @Override
        public boolean cancel() {
          return lease.cancel();
        }
      };
    }

    @Override
    public void release(ConnectionEndpoint endpoint, Object state, TimeValue keepAlive) {
      pool.release(endpoint, state, keepAlive);
    }

    @Override
    public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context)
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
}
