package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;

/** How ports go wrong that wait for several jobs, or are to stop. */
final class WaitDefects {

  private WaitDefects() {}

  static List<Defect<BrokenPort>> all() {
    return List.of(
        batches("turns the order round", "s27_aBatchEnds", WaitDefects::reversed),
        batches("waits for each by itself", "s27_aBatchReads", WaitDefects::oneByOne),
        batches("reads all the same", "s27_anEmpty", WaitDefects::readingFirst),
        batches("throws the first failure", "s27_aFailedWait", WaitDefects::failingFast),
        port("knows no rate", "s27_theWaits", WaitDefects::hasty),
        port("goes on when cancelled", "s27_nothingFollowsAWait", WaitDefects::unstoppable),
        port("goes on when cancelled", "s27_nothingFollowsACall", WaitDefects::unstoppable),
        port("goes on when closed", "s27_closingEndsWaits", WaitDefects::unclosable),
        port("goes on when closed", "s27_closingEndsCalls", WaitDefects::unclosable));
  }

  /** How a port waits for several jobs. */
  @FunctionalInterface
  private interface Way {
    List<RestoreJob> of(ToyPort good, Collection<RestoreJobRef> refs);
  }

  private static Defect<BrokenPort> port(String what, String foundBy, BrokenPort broken) {
    return new Defect<>(what, foundBy, () -> broken);
  }

  private static Defect<BrokenPort> batches(String what, String foundBy, Way way) {
    return port(
        what,
        foundBy,
        config ->
            new ToyPort(config) {
              private final ToyPort good = new ToyPort(config);

              @Override
              public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
                return way.of(good, refs);
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
    port.get(PortScene.REF);
    return port.awaitAll(refs);
  }

  private static List<RestoreJob> failingFast(ToyPort port, Collection<RestoreJobRef> refs) {
    try {
      return port.awaitAll(refs);
    } catch (RestoreBatchException e) {
      throw e.failures().values().iterator().next();
    }
  }

  private static OpenPort hasty(AtlasConfig config) {
    return new ToyPort(config.withPoll(config.poll().withoutRate()));
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
          private boolean asked;

          @Override
          public void close() {
            if (asked) {
              super.close();
            }
            asked = true;
          }
        });
  }
}
