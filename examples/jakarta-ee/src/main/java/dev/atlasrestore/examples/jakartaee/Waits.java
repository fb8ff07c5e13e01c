package dev.atlasrestore.examples.jakartaee;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs waits and downloads on its own threads. Each one holds one thread until it ends. At
 * undeployment all waits end, and each caller gets a response if the server still sends one.
 *
 * <p>The threads come from the platform's thread factory. A {@code ManagedExecutorService} suits
 * only short tasks: Open Liberty takes its threads from the pool that also serves requests, so that
 * a few waits can leave no thread for requests for 30 seconds.
 */
@ApplicationScoped
public class Waits {

  /** The maximum number of waits, downloads and streams of events at the same time. */
  static final int MAX_WAITS = 64;

  private static final int IDLE_SECONDS = 30;

  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

  /** Created early, because some servers load no more classes during an undeployment. */
  private final WebApplicationException shuttingDown =
      Problem.exception(503, "The service is shutting down");

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private ExecutorService executor;

  @PostConstruct
  void open() {
    executor =
        new ThreadPoolExecutor(
            0, MAX_WAITS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /**
   * Starts a wait on another thread. The result or the exception of the wait completes the stage.
   */
  <T> CompletionStage<T> start(Supplier<T> wait) {
    CompletableFuture<T> end = new CompletableFuture<>();
    open.add(end);
    end.whenComplete((value, failure) -> open.remove(end));
    try {
      run(() -> complete(wait, end));
    } catch (WebApplicationException e) {
      end.completeExceptionally(e);
    }
    return end;
  }

  /**
   * Runs a task on another thread. It is interrupted at undeployment.
   *
   * @throws WebApplicationException with status 503 if no thread is free
   */
  void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      throw Problem.exception(503, "Too many waits and downloads are in progress. Try again later");
    }
  }

  private static <T> void complete(Supplier<T> wait, CompletableFuture<T> end) {
    try {
      end.complete(wait.get());
    } catch (RuntimeException | Error e) {
      end.completeExceptionally(e);
    }
  }

  /** Completes the responses of all waits with status 503, and interrupts the waits. */
  @PreDestroy
  void close() {
    for (CompletableFuture<?> end : open) {
      end.completeExceptionally(shuttingDown);
    }
    executor.shutdownNow();
  }
}
