package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Defects of runners between the start and the end of a call. */
final class LifeDefects {

  private LifeDefects() {}

  static List<Defect<RunnerUnderTest>> all() {
    return List.of(
        new Defect<>(
            "pauses too briefly", "pauseLastsAtLeastItsDelay", LifeDefects::pausingTooBriefly),
        new Defect<>(
            "pauses on shared threads", "pauseBlocksNoSharedThread", LifeDefects::onFewThreads),
        new Defect<>("wraps failures", "failureIsTheSameInstance", LifeDefects::wrapping),
        new Defect<>(
            "takes each step on the stack of the one before",
            "stackDoesNotGrowWithTheSteps",
            LifeDefects::recursive),
        new Defect<>(
            "runs a call only once", "everyRunStartsTheCallAgain", LifeDefects::cachingResults),
        new Defect<>(
            "mixes up responses", "concurrentRunsGetTheirOwnResponses", LifeDefects::mixing),
        new Defect<>(
            "sends after a cancel", "cancelBeforeASendSendsNothing", LifeDefects::sendingAnyway),
        new Defect<>(
            "ignores a cancel as the response arrives",
            "cancelAsTheResponseArrivesFreesTheConnection",
            LifeDefects::ignoringCancel),
        new Defect<>(
            "ignores a cancel while connecting",
            "cancelWhileConnectingSendsNothing",
            LifeDefects::ignoringCancel),
        new Defect<>(
            "ignores a cancel while waiting",
            "cancelWhileWaitingForTheResponseFreesTheConnection",
            LifeDefects::ignoringCancel),
        new Defect<>(
            "ignores a cancel while reading",
            "cancelWhileReadingTheBodyFreesTheConnection",
            LifeDefects::ignoringCancel),
        new Defect<>(
            "ignores a cancel while pausing",
            "cancelWhilePausingSendsNothingMore",
            LifeDefects::ignoringCancel),
        new Defect<>(
            "does not report a cancel", "cancelIsReportedOnce", LifeDefects::reportingNoCancel),
        new Defect<>(
            "reports a cancel twice", "cancelIsReportedOnce", LifeDefects::reportingCancelTwice),
        new Defect<>(
            "does not report a cancel while connecting",
            "cancelWhileConnectingIsReportedOnce",
            LifeDefects::reportingNoCancel),
        new Defect<>(
            "does not report a cancel during a step",
            "cancelDuringAStepIsReportedOnceOnTheNextStep",
            LifeDefects::reportingNoCancel),
        new Defect<>(
            "does not report that it was closed",
            "closeIsReportedOnce",
            LifeDefects::reportingNoCancel),
        new Defect<>(
            "reports a cancel after a response",
            "endedCallIsNotReportedAsCancelled",
            LifeDefects::reportingCancelOfEndedSteps),
        new Defect<>(
            "does not report the second of two cancels",
            "exceptionDuringACancellationIsIgnored",
            LifeDefects::reportingOneCancel),
        new Defect<>(
            "has a clock for each time", "allCallsHaveOneClock", LifeDefects::withManyClocks),
        new Defect<>(
            "uses the JVM-wide authenticator",
            "jvmWideSettingsAddNoCredentials",
            LifeDefects::usingTheJvmWideAuthenticator),
        new Defect<>(
            "needs a context class loader", "callsStartOnAnyThread", LifeDefects::loadingByContext),
        new Defect<>(
            "keeps connections open", "closedRunnerLeavesNoConnectionOpen", ToyRunner::new),
        new Defect<>(
            "keeps a connection of each request",
            "failuresLeakNothing",
            LifeDefects::leakingConnections),
        new Defect<>(
            "keeps a thread of each request", "failuresLeakNothing", LifeDefects::leakingThreads),
        new Defect<>(
            "swallows errors", "throwableOfAStepFunctionEndsTheRun", LifeDefects::swallowing));
  }

  private static ToyRunner pausingTooBriefly() {
    return new ToyRunner() {
      @Override
      void pause(Duration delay) throws InterruptedException {
        super.pause(delay.dividedBy(10));
      }
    };
  }

  private static ToyRunner onFewThreads() {
    return new ToyRunner() {
      @Override
      ExecutorService threads() {
        return Executors.newFixedThreadPool(4);
      }
    };
  }

  private static ToyRunner wrapping() {
    return new ToyRunner() {
      @Override
      <T> T run(Call<T> call) throws Exception {
        try {
          return super.run(call);
        } catch (RuntimeException e) {
          throw new IllegalStateException("wrapped", e);
        }
      }
    };
  }

  /** Executes sends and pauses only. */
  private static ToyRunner recursive() {
    return new ToyRunner() {
      @Override
      <T> T run(Call<T> call) throws Exception {
        return end(call.start(now()));
      }

      private <T> T end(Step<T> step) throws InterruptedException {
        if (step instanceof Step.Send<T> send) {
          return end(send(send));
        }
        if (step instanceof Step.Pause<T> pause) {
          pause(pause.delay());
          return end(pause.elapsed(now()));
        }
        return ((Step.Done<T>) step).value();
      }
    };
  }

  private static ToyRunner cachingResults() {
    Map<Call<?>, Object> results = new ConcurrentHashMap<>();
    return new ToyRunner() {
      @Override
      @SuppressWarnings("unchecked")
      <T> T run(Call<T> call) throws Exception {
        Object result = results.get(call);
        if (result == null) {
          result = super.run(call);
          results.put(call, result);
        }
        return (T) result;
      }
    };
  }

  private static ToyRunner mixing() {
    AtomicReference<HttpResponse> last = new AtomicReference<>();
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> response) {
        HttpResponse own = super.response(response);
        HttpResponse previous = last.getAndSet(own);
        return previous == null ? own : previous;
      }
    };
  }

  private static ToyRunner sendingAnyway() {
    return new ToyRunner() {
      @Override
      void requireNotCancelled() {
        Thread.interrupted(); // Clears the flag.
      }
    };
  }

  static ToyRunner ignoringCancel() {
    return new ToyRunner() {
      @Override
      void cancel(Future<?> run) {
        // The call continues.
      }
    };
  }

  static ToyRunner reportingNoCancel() {
    return new ToyRunner() {
      @Override
      void reportCancelled(Step.Pending<?> step) {
        // The call receives no report of its end.
      }
    };
  }

  private static ToyRunner reportingCancelTwice() {
    return new ToyRunner() {
      @Override
      void reportCancelled(Step.Pending<?> step) {
        super.reportCancelled(step);
        super.reportCancelled(step);
      }
    };
  }

  private static ToyRunner reportingCancelOfEndedSteps() {
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        Step<T> next = super.send(send);
        reportCancelled(send);
        return next;
      }
    };
  }

  private static ToyRunner reportingOneCancel() {
    AtomicBoolean reported = new AtomicBoolean();
    return new ToyRunner() {
      @Override
      void reportCancelled(Step.Pending<?> step) {
        if (reported.compareAndSet(false, true)) {
          super.reportCancelled(step);
        }
      }
    };
  }

  private static ToyRunner withManyClocks() {
    AtomicInteger clocks = new AtomicInteger();
    return new ToyRunner() {
      @Override
      Instant now() {
        return super.now().plus(Duration.ofDays(clocks.getAndIncrement()));
      }
    };
  }

  private static ToyRunner usingTheJvmWideAuthenticator() {
    return ExchangeDefects.on(HttpClient.newBuilder().authenticator(Authenticator.getDefault()));
  }

  private static ToyRunner loadingByContext() {
    return new ToyRunner() {
      @Override
      public <T> Running<T> start(Call<T> call) {
        Objects.requireNonNull(Thread.currentThread().getContextClassLoader());
        return super.start(call);
      }
    };
  }

  @SuppressWarnings("ModifiedButNotUsed") // The queue keeps the connections reachable.
  private static ToyRunner leakingConnections() {
    Queue<Socket> leaked = new ConcurrentLinkedQueue<>();
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        URI uri = send.request().uri();
        try {
          leaked.add(new Socket(uri.getHost(), uri.getPort()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return super.send(send);
      }
    };
  }

  private static ToyRunner leakingThreads() {
    CountDownLatch closed = new CountDownLatch(1);
    Queue<Thread> leaked = new ConcurrentLinkedQueue<>();
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        Thread thread = new Thread(this::awaitClose, "leaked");
        thread.setDaemon(true);
        thread.start();
        leaked.add(thread);
        return super.send(send);
      }

      private void awaitClose() {
        try {
          closed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }

      /** Waits for the threads, so that the test of the next kind of client does not count them. */
      @Override
      public void close() {
        closed.countDown();
        super.close();
        for (Thread thread : leaked) {
          try {
            thread.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      }
    };
  }

  private static ToyRunner swallowing() {
    return new ToyRunner() {
      @Override
      <T> T run(Call<T> call) throws Exception {
        try {
          return super.run(call);
        } catch (Error e) {
          throw new IllegalStateException("another error");
        }
      }
    };
  }
}
