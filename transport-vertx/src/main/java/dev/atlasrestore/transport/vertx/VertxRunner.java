package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.CallStats;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.LostConnections;
import dev.atlasrestore.exchange.OpenCalls;
import dev.atlasrestore.exchange.Step;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls on Vert.x, each on the context of its caller.
 *
 * <p>Keeps the set of calls that are running, and ends them when the runner is closed, when their
 * verticle is undeployed, or when Vert.x is closed.
 *
 * <p>Safe for use by many threads.
 */
final class VertxRunner implements AutoCloseable {

  private final Vertx vertx;
  private final WebClient client;
  private final boolean connectionAccess;
  private final boolean addsFieldsWhenSent;
  private final UndeployHook undeployHook;
  private final ElapsedClock clock = new ElapsedClock();
  private final OpenCalls<CallExecution<?>> running = new OpenCalls<>();
  private final LostConnections lostConnections = new LostConnections();

  VertxRunner(Vertx vertx, WebClient client) {
    this(vertx, client, ConnectionAccess.onCopyOf(client), false);
  }

  /** Creates a runner on the library's own native client, whose connections log no errors. */
  static VertxRunner onOwnClient(Vertx vertx, WebClient client) {
    return new VertxRunner(vertx, client, ConnectionAccess.onOwn(client), true);
  }

  private VertxRunner(
      Vertx vertx, WebClient client, Optional<WebClient> withAccess, boolean isOwnClient) {
    this.vertx = vertx;
    this.client = withAccess.orElse(client);
    this.connectionAccess = withAccess.isPresent();
    this.addsFieldsWhenSent = isOwnClient && connectionAccess && ConnectionAccess.addsHandlers();
    this.undeployHook = new UndeployHook(vertx, this::failCallsOf);
  }

  /** Starts a call on the caller's context, or on a new one if the caller has none. */
  <T extends @Nullable Object> CallExecution<T> start(Call<T> call) {
    CallExecution<T> execution = prepare();
    start(call, execution);
    return execution;
  }

  /** Returns an execution on the caller's context, or on a new one, that has not started. */
  <T extends @Nullable Object> CallExecution<T> prepare() {
    return new CallExecution<>(this, vertx.getOrCreateContext());
  }

  /**
   * Starts several calls at the same time on one context.
   *
   * @return the results in the order of the calls. Fails when one call fails; the other calls are
   *     ended then
   */
  <T> Future<List<T>> startAll(List<Call<T>> calls) {
    Context context = vertx.getOrCreateContext();
    List<CallExecution<T>> executions = new ArrayList<>();
    for (Call<T> call : calls) {
      CallExecution<T> execution = new CallExecution<>(this, context);
      executions.add(execution);
      start(call, execution);
    }
    return Future.all(executions.stream().map(CallExecution::future).toList())
        .map(CompositeFuture::<T>list)
        .onFailure(error -> executions.forEach(execution -> execution.fail(error)));
  }

  /**
   * Starts a call on a prepared execution. Must be called on the context of the execution, or by
   * its creator.
   */
  <T extends @Nullable Object> void start(Call<T> call, CallExecution<T> execution) {
    // The client may be closed while the hook is set, so isClosed() is asked after that.
    if (running.add(execution) && undeployHook.watch(execution.context()) && !running.isClosed()) {
      execution.start(call);
    } else {
      close(); // ends this call too, and removes the hook
    }
  }

  private void failCallsOf(@Nullable String deploymentId) {
    for (CallExecution<?> execution : running) {
      if (execution.belongsTo(deploymentId)) {
        execution.fail(
            deploymentId == null ? TransportException.clientClosed() : verticleUndeployed());
      }
    }
  }

  private static TransportException verticleUndeployed() {
    return new TransportException(
        "The verticle that started the call was undeployed",
        TransportFailure.unknown(Kind.CLIENT_CLOSED),
        CallStats.NONE);
  }

  Vertx vertx() {
    return vertx;
  }

  WebClient client() {
    return client;
  }

  /** The clock of all calls of this client. */
  InstantSource clock() {
    return clock;
  }

  Exchange createExchange(Step.Exchange<?> step, BlockingWorker worker) {
    return new Exchange(step, worker, connectionAccess, addsFieldsWhenSent, lostConnections);
  }

  /** Whether calls may have a {@link Step.Transfer}, which needs {@link ConnectionAccess}. */
  boolean canTransfer() {
    return connectionAccess;
  }

  /** Removes an execution that has ended. */
  void remove(CallExecution<?> execution) {
    running.remove(execution);
  }

  /** Ends every running call, and every call that is started later. */
  @Override
  public void close() {
    running.close(execution -> execution.fail(TransportException.clientClosed()));
    undeployHook.close();
  }
}
