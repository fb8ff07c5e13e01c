package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;

/** Defects of batches, and of calls that are cancelled or closed. */
final class WaitDefects {

  private WaitDefects() {}

  static List<Defect<BrokenPort>> all() {
    return List.of(
        batches("reverses the order", "batchEndsWhenAllJobsHaveEnded", WaitDefects::reversed),
        batches(
            "waits for one job after the other",
            "batchReadsARepeatedJobOnce",
            WaitDefects::oneByOne),
        batches(
            "reads a job for an empty batch", "emptyBatchSendsNothing", WaitDefects::readingFirst),
        batches(
            "throws the first failure", "failedWaitDoesNotEndItsBatch", WaitDefects::failingFast),
        port("ignores the rate of polls", "waitsOfABatchShareTheRate", WaitDefects::withoutRate),
        port(
            "ignores the rate of polls",
            "status429StopsAllWaitsOfTheGroup",
            WaitDefects::withoutRate),
        port(
            "sends every poll a second after the one before",
            "firstPollsOfTwentyWaitsAreSentAtOnce",
            config -> new ToyPort(config.withPollRate(1, Duration.ofSeconds(1)))),
        port(
            "reports no cancel",
            "cancelledWaitsDelayNoOtherWait",
            config -> new ToyPort(config, LifeDefects.reportingNoCancel())),
        port(
            "reports no cancel",
            "cancelledCallHasOneEnd",
            config -> new ToyPort(config, LifeDefects.reportingNoCancel())),
        port(
            "reports no cancel when it is closed",
            "callOfAClosedClientHasOneEnd",
            config -> new ToyPort(config, LifeDefects.reportingNoCancel())),
        port(
            "notifies the listener of no end",
            "callThatEndsByItselfHasOneEnd",
            WaitDefects::hidingEnds),
        port(
            "continues after a cancel",
            "cancelBetweenPollsSendsNothingMore",
            WaitDefects::unstoppable),
        port(
            "continues after a cancel",
            "cancelDuringAnExchangeSendsNothingMore",
            WaitDefects::unstoppable),
        port("continues after a close", "closeEndsWaitsBetweenPolls", WaitDefects::unclosable),
        port("continues after a close", "closeEndsCallsDuringAnExchange", WaitDefects::unclosable));
  }

  /** A defective batch that uses a correct port. */
  @FunctionalInterface
  private interface Batch {
    List<RestoreJob> await(ToyPort correct, Collection<RestoreJobRef> refs);
  }

  private static Defect<BrokenPort> port(String description, String test, BrokenPort broken) {
    return new Defect<>(description, test, () -> broken);
  }

  private static Defect<BrokenPort> batches(String description, String test, Batch batch) {
    return port(
        description,
        test,
        config ->
            new ToyPort(config) {
              private final ToyPort correct = new ToyPort(config);

              @Override
              public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
                return batch.await(correct, refs);
              }
            });
  }

  private static List<RestoreJob> reversed(ToyPort port, Collection<RestoreJobRef> refs) {
    List<RestoreJob> jobs = new ArrayList<>(port.awaitAll(refs));
    Collections.reverse(jobs);
    return jobs;
  }

  private static List<RestoreJob> oneByOne(ToyPort port, Collection<RestoreJobRef> refs) {
    return refs.stream().map(port::awaitCompletion).toList();
  }

  private static List<RestoreJob> readingFirst(ToyPort port, Collection<RestoreJobRef> refs) {
    port.get(PortFixture.REF);
    return port.awaitAll(refs);
  }

  private static List<RestoreJob> failingFast(ToyPort port, Collection<RestoreJobRef> refs) {
    try {
      return port.awaitAll(refs);
    } catch (RestoreBatchException e) {
      throw e.failures().values().iterator().next();
    }
  }

  private static OpenPort hidingEnds(AtlasConfig config) {
    CallListener listener = config.listener();
    return new ToyPort(
        config.withListener(
            event -> {
              if (!(event instanceof CallEvent.Done)) {
                listener.on(event);
              }
            }));
  }

  private static OpenPort withoutRate(AtlasConfig config) {
    return new ToyPort(config.withoutPollRate());
  }

  private static OpenPort unstoppable(AtlasConfig config) {
    return new ToyPort(
        config,
        new ToyRunner() {
          @Override
          void cancel(Future<?> run) {}
        });
  }

  private static OpenPort unclosable(AtlasConfig config) {
    return new ToyPort(
        config,
        new ToyRunner() {
          private boolean closeRequested;

          @Override
          public void close() {
            if (closeRequested) {
              super.close();
            }
            closeRequested = true;
          }
        });
  }
}
