package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Defects of runners in transfers and blocking work. */
final class TransferDefects {

  /** The names of threads that must not block begin with this text. */
  static final String EVENT_LOOP = "event-loop-";

  private TransferDefects() {}

  static List<Defect<RunnerUnderTest>> all() {
    return List.of(
        new Defect<>("loses the first byte", "sinkGetsTheWholeBody", TransferDefects::losingBytes),
        new Defect<>(
            "loses the first byte",
            "sinkGetsABodyThatEndsWithTheConnection",
            TransferDefects::losingBytes),
        new Defect<>(
            "asks for the sink twice",
            "sinkIsAskedForOnceWithTheHead",
            () ->
                choosing(
                    (transfer, head) -> {
                      Optional<BodySink> first = transfer.sinkFor().apply(head);
                      return first.flatMap(sink -> transfer.sinkFor().apply(head));
                    })),
        new Defect<>(
            "asks for the sink with the status only",
            "sinkIsAskedForOnceWithTheHead",
            () ->
                choosing(
                    (transfer, head) ->
                        transfer
                            .sinkFor()
                            .apply(HttpResponse.of(head.status(), List.of(), new byte[0])))),
        new Defect<>("inflates bodies", "contentCodingIsNotDecoded", TransferDefects::inflating),
        new Defect<>(
            "passes on bytes behind the body",
            "bytesAfterTheLengthDoNotReachTheSink",
            TransferDefects::passingOnMore),
        new Defect<>(
            "drops bodies without a sink",
            "bodyWithoutASinkIsKept",
            () -> choosing((transfer, head) -> Optional.of(bytes -> {}))),
        new Defect<>(
            "has no limit",
            "bodyWithoutASinkIsLimited",
            () ->
                new ToyRunner() {
                  @Override
                  int maxBodyBytes(Step.Transfer<?> transfer) {
                    return 1 << 30;
                  }
                }),
        new Defect<>(
            "follows redirects",
            "redirectOfATransferIsReturned",
            () ->
                ExchangeDefects.on(
                    HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS))),
        new Defect<>(
            "sends everything to the first origin",
            "transferGoesToItsOwnOrigin",
            TransferDefects::withOneOrigin),
        new Defect<>(
            "closes the connection after a transfer",
            "connectionIsUsedAgainAfterATransfer",
            TransferDefects::closingConnections),
        new Defect<>(
            "reports a body that breaks off as complete",
            "bodyThatBreaksOffIsTruncated",
            () ->
                reporting(
                    failure -> new Event.Answered(HttpResponse.of(200, List.of(), new byte[0])))),
        new Defect<>(
            "reports an exception of the sink as that of the connection",
            "exceptionOfTheSinkEndsTheTransfer",
            () ->
                reporting(failure -> new Event.Unanswered(TransportFailure.unknown(Kind.CLOSED)))),
        new Defect<>(
            "keeps the connection of a failed sink",
            "exceptionOfTheSinkEndsTheTransfer",
            TransferDefects::abortingNothing),
        new Defect<>(
            "reads without a limit",
            "heldSinkStopsTheServer",
            () ->
                new ToyRunner() {
                  @Override
                  int maxBuffered() {
                    return 1 << 20;
                  }
                }),
        new Defect<>(
            "has one thread for everything",
            "heldSinkHoldsNoOtherCall",
            TransferDefects::onOneThread),
        new Defect<>(
            "writes on an event loop",
            "writesRunOneByOneOnThreadsThatMayBlock",
            TransferDefects::onEventLoops),
        new Defect<>(
            "writes two parts at a time",
            "writesRunOneByOneOnThreadsThatMayBlock",
            TransferDefects::writingConcurrently),
        endingLate("missingHeadTimesOut"),
        endingLate("stalledTransferTimesOut"),
        endingLate("pendingConnectionOfATransferTimesOut"),
        new Defect<>(
            "keeps the connection after a timeout",
            "stalledTransferTimesOut",
            TransferDefects::abortingNothing),
        new Defect<>(
            "has a timeout as a whole",
            "transferHasNoTimeoutAsAWhole",
            TransferDefects::timingTheWhole),
        new Defect<>(
            "counts the time of the sink",
            "slowSinkIsNoIdleTimeout",
            TransferDefects::timingTheWhole),
        new Defect<>(
            "counts the time of the sink",
            "serverMayWaitForTheSink",
            TransferDefects::timingTheWhole),
        ignoringCancel("cancelBeforeTheHead"),
        ignoringCancel("cancelWhileWaitingForAPart"),
        ignoringCancel("cancelWhileTheSinkWrites"),
        skippingCleanup("cancelBeforeTheHead"),
        skippingCleanup("cancelWhileWaitingForAPart"),
        skippingCleanup("cancelWhileTheSinkWrites"),
        skippingCleanup("cancelAtAnyMomentEndsOnce"),
        skippingCleanup("closeEndsATransfer"),
        skippingCleanup("cancelDuringABlockingIsReportedOnTheNextStep"),
        skippingCleanup("exceptionOfTheCleanupIsIgnored"),
        new Defect<>(
            "runs the left work twice", "cancelWhileTheSinkWrites", TransferDefects::cleaningTwice),
        new Defect<>(
            "writes after a cancel",
            "cancelWhileTheSinkWrites",
            TransferDefects::writingAfterACancel),
        new Defect<>(
            "runs blocking work on an event loop",
            "blockingRunsOnAThreadThatMayBlock",
            TransferDefects::onEventLoops),
        new Defect<>(
            "has one thread for everything",
            "heldBlockingHoldsNoOtherCall",
            TransferDefects::onOneThread),
        new Defect<>(
            "wraps what blocking work throws",
            "throwableOfABlockingEndsTheRun",
            TransferDefects::wrapping));
  }

  private static Defect<RunnerUnderTest> endingLate(String test) {
    return new Defect<>(
        "ends late",
        test,
        () ->
            new ToyRunner() {
              @Override
              Duration idleTimeout(Step.Transfer<?> transfer) {
                return transfer.idleTimeout().plusSeconds(1);
              }
            });
  }

  private static Defect<RunnerUnderTest> ignoringCancel(String test) {
    return new Defect<>("ignores a cancel", test, LifeDefects::ignoringCancel);
  }

  private static Defect<RunnerUnderTest> skippingCleanup(String test) {
    return new Defect<>("does not run the cleanup", test, TransferDefects::skippingCleanup);
  }

  static ToyRunner skippingCleanup() {
    return new ToyRunner() {
      @Override
      void runLeft(Step.Blocking<?> work) {
        // The file of the call is never deleted.
      }
    };
  }

  private static ToyRunner choosing(
      BiFunction<Step.Transfer<?>, HttpResponse, Optional<BodySink>> sink) {
    return new ToyRunner() {
      @Override
      Optional<BodySink> sink(Step.Transfer<?> transfer, HttpResponse head) {
        return sink.apply(transfer, head);
      }
    };
  }

  /** Reports another event in place of a failure. */
  private static ToyRunner reporting(Function<TransportFailure, Event> replacement) {
    return new ToyRunner() {
      @Override
      <T> Step<T> transfer(Step.Transfer<T> transfer) throws InterruptedException {
        return super.transfer(
            transfer.withContinuation(
                (event, now) ->
                    transfer.next(
                        event instanceof Event.Unanswered unanswered
                            ? replacement.apply(unanswered.failure())
                            : event,
                        now)));
      }
    };
  }

  static ToyRunner losingBytes() {
    return new ToyRunner() {
      @Override
      void write(BodySink sink, ByteBuffer part) throws InterruptedException, SinkFailed {
        part.get();
        super.write(sink, part);
      }
    };
  }

  private static ToyRunner passingOnMore() {
    return new ToyRunner() {
      @Override
      void write(BodySink sink, ByteBuffer part) throws InterruptedException, SinkFailed {
        super.write(sink, part);
        super.write(sink, ByteBuffer.wrap(new byte[] {'m', 'o', 'r', 'e'}));
      }
    };
  }

  /** Inflates bodies whose gzip header has 10 bytes. */
  private static ToyRunner inflating() {
    return choosing(
        (transfer, head) -> {
          BodySink sink = transfer.sinkFor().apply(head).orElseThrow();
          Inflater inflater = new Inflater(true);
          AtomicBoolean begun = new AtomicBoolean();
          return Optional.of(
              bytes -> {
                if (begun.compareAndSet(false, true)) {
                  bytes.position(bytes.position() + 10);
                }
                inflater.setInput(bytes);
                byte[] part = new byte[1 << 16];
                try {
                  for (int n = inflater.inflate(part); n > 0; n = inflater.inflate(part)) {
                    sink.write(ByteBuffer.wrap(part, 0, n));
                  }
                } catch (DataFormatException e) {
                  throw new IOException(e);
                }
              });
        });
  }

  private static ToyRunner withOneOrigin() {
    AtomicReference<@Nullable URI> first = new AtomicReference<>();
    return new ToyRunner() {
      @Override
      HttpRequest request(Step.Exchange<?> step) {
        first.compareAndSet(null, step.request().uri());
        URI origin = Objects.requireNonNull(first.get());
        return HttpRequest.newBuilder(origin.resolve(step.request().target())).build();
      }
    };
  }

  private static ToyRunner closingConnections() {
    return new ToyRunner() {
      @Override
      <T> Step<T> transfer(Step.Transfer<T> transfer) throws InterruptedException {
        return new ToyRunner().transfer(transfer);
      }
    };
  }

  private static ToyRunner abortingNothing() {
    return new ToyRunner() {
      @Override
      void abort(Future<?> exchange, PulledBody body) {
        // The connection stays open.
      }
    };
  }

  private static ToyRunner onOneThread() {
    return new ToyRunner() {
      @Override
      ExecutorService threads() {
        return Executors.newSingleThreadExecutor();
      }
    };
  }

  private static ToyRunner onEventLoops() {
    AtomicInteger threads = new AtomicInteger();
    return new ToyRunner() {
      @Override
      ExecutorService threads() {
        return Executors.newCachedThreadPool(
            work -> new Thread(work, EVENT_LOOP + threads.incrementAndGet()));
      }
    };
  }

  private static ToyRunner writingConcurrently() {
    return new ToyRunner() {
      @Override
      void write(BodySink sink, ByteBuffer part) throws InterruptedException, SinkFailed {
        ByteBuffer same = part.duplicate();
        Thread other =
            new Thread(
                () -> {
                  try {
                    sink.write(same);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        other.start();
        super.write(sink, part);
        other.join();
      }
    };
  }

  static ToyRunner timingTheWhole() {
    return new ToyRunner() {
      private volatile Instant end = Instant.MAX;

      @Override
      <T> Step<T> transfer(Step.Transfer<T> transfer) throws InterruptedException {
        end = now().plus(transfer.idleTimeout());
        return super.transfer(
            transfer.withContinuation(
                (event, now) ->
                    transfer.next(
                        now.isAfter(end)
                            ? new Event.Unanswered(TransportFailure.unknown(Kind.TIMEOUT))
                            : event,
                        now)));
      }

      @Override
      Optional<BodySink> sink(Step.Transfer<?> transfer, HttpResponse head) {
        return super.sink(transfer, head)
            .map(
                sink ->
                    bytes -> {
                      if (now().isAfter(end)) {
                        throw new IOException("the transfer takes too long");
                      }
                      sink.write(bytes);
                    });
      }
    };
  }

  private static ToyRunner cleaningTwice() {
    return new ToyRunner() {
      @Override
      void runLeft(Step.Blocking<?> work) {
        super.runLeft(work);
        super.runLeft(work);
      }
    };
  }

  private static ToyRunner writingAfterACancel() {
    return new ToyRunner() {
      @Override
      void write(BodySink sink, ByteBuffer part) throws InterruptedException, SinkFailed {
        try {
          super.write(sink, part);
        } catch (InterruptedException e) {
          new Thread(() -> writeForAWhile(sink)).start();
          throw e;
        }
      }

      private void writeForAWhile(BodySink sink) {
        try {
          for (int i = 0; i < 20; i++) {
            LockSupport.parkNanos(20_000_000);
            sink.write(ByteBuffer.allocate(1));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static ToyRunner wrapping() {
    return new ToyRunner() {
      @Override
      <T> Step<T> run(Step.Blocking<T> blocking) throws InterruptedException {
        try {
          return super.run(blocking);
        } catch (Throwable e) {
          throw new IllegalStateException("wrapped", e);
        }
      }
    };
  }
}
