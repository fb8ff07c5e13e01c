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
 * Runs what may take long, on threads of its own: a wait holds one until it ends. At undeploy every
 * wait ends, and every caller gets an answer if the server still lets one through.
 *
 * <p>The threads are the platform's, from its factory. A {@code ManagedExecutorService} is for
 * shorter work: Open Liberty takes its threads from the pool that also serves requests, and a few
 * waits leave that without any for half a minute.
 */
@ApplicationScoped
public class Waits {

  /** How many waits there may be at once. */
  static final int AT_ONCE = 64;

  private static final int IDLE_SECONDS = 30;

  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

  /** Made in good time: while an application goes down, some servers load no more classes. */
  private final WebApplicationException goingDown =
      Problem.exception(503, "The service is going down");

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private ExecutorService executor;

  @PostConstruct
  void open() {
    executor =
        new ThreadPoolExecutor(
            0, AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /** Starts it; what it gives or throws is handed on as it is. */
  <T> CompletionStage<T> start(Supplier<T> wait) {
    CompletableFuture<T> end = new CompletableFuture<>();
    open.add(end);
    end.whenComplete((value, failure) -> open.remove(end));
    try {
      executor.execute(() -> run(wait, end));
    } catch (RejectedExecutionException e) {
      end.completeExceptionally(Problem.exception(503, "Too many waits at once; try again later"));
    }
    return end;
  }

  private static <T> void run(Supplier<T> wait, CompletableFuture<T> end) {
    try {
      end.complete(wait.get());
    } catch (RuntimeException | Error e) {
      end.completeExceptionally(e);
    }
  }

  /** Answers the callers, and interrupts the waits. */
  @PreDestroy
  void close() {
    for (CompletableFuture<?> end : open) {
      end.completeExceptionally(goingDown);
    }
    executor.shutdownNow();
  }
}
