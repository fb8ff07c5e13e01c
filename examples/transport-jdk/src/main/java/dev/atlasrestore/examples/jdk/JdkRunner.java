package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.OpenCalls;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs calls on one HTTP client. Has no thread of its own. Safe for use by many threads. */
@SuppressWarnings("FutureReturnValueIgnored") // The dependent actions throw nothing.
final class JdkRunner implements AutoCloseable {

  private final HttpClient client;
  private final boolean isClientOwn;
  private final ElapsedClock clock = new ElapsedClock();
  private final OpenCalls<JdkCall<?>> inFlight = new OpenCalls<>();

  private JdkRunner(HttpClient client, boolean isClientOwn) {
    this.client = client;
    this.isClientOwn = isClientOwn;
  }

  /** Creates a runner that closes the client. */
  static JdkRunner onOwnClient(HttpClient client) {
    return new JdkRunner(client, true);
  }

  /** Creates a runner that leaves the client open. */
  static JdkRunner onSuppliedClient(HttpClient client) {
    return new JdkRunner(client, false);
  }

  /** Starts a call and returns its result. To cancel the call, cancel the result. */
  <T extends @Nullable Object> CompletableFuture<T> run(Call<T> call) {
    JdkCall<T> running = new JdkCall<>(client, clock, JdkRunner::runOnNewThread);
    running.result().whenComplete((value, error) -> inFlight.remove(running));
    if (!inFlight.add(running)) {
      running.fail(TransportException.clientClosed());
    }
    running.start(call);
    return running.result();
  }

  /** Ends all calls, and closes the client unless it was supplied. May be called more than once. */
  @Override
  public void close() {
    inFlight.close(running -> running.fail(TransportException.clientClosed()));
    if (isClientOwn) {
      closeClient(client);
    }
  }

  /** Runs work that may block. A call has little of it, so no thread is kept. */
  private static void runOnNewThread(Runnable work) {
    Thread thread = new Thread(work, "atlas-restore-worker");
    thread.setDaemon(true);
    thread.start();
  }

  /** Closes the client. Before Java 21 it cannot be closed, and its idle connections time out. */
  static void closeClient(HttpClient client) {
    if (client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("The HTTP client cannot be closed", e);
      }
    }
  }
}
