package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Defects of policies per call and of waits for a file. */
final class GoalDefects {

  private GoalDefects() {}

  static List<Defect<BrokenPort>> all() {
    return List.of(
        port("reads once", "waitFollowsThePolicyOfItsCall", ReadingOnce::new),
        port("reads once", "batchFollowsThePolicyOfItsCall", ReadingOnce::new),
        port("ends with the job", "waitForTheFileEndsWhenItIsReady", EndingWithTheJob::new),
        port("ends with the job", "waitForAFileFailsIfThereWillBeNone", EndingWithTheJob::new),
        port("ends with the job", "waitForAFileEndsAtItsDeadline", EndingWithTheJob::new));
  }

  private static Defect<BrokenPort> port(String description, String test, BrokenPort broken) {
    return new Defect<>(description, test, () -> broken);
  }

  private static final class ReadingOnce extends ToyPort {
    ReadingOnce(AtlasConfig config) {
      super(config);
    }

    @Override
    public RestoreJob awaitCompletion(
        RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
      return get(ref);
    }

    @Override
    public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
      return refs.stream().map(this::get).toList();
    }

    @Override
    public List<RestoreJob> awaitBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
      return list(cluster, batchId);
    }
  }

  private static final class EndingWithTheJob extends ToyPort {
    EndingWithTheJob(AtlasConfig config) {
      super(config);
    }

    @Override
    public RestoreJob awaitDownload(RestoreJobRef ref) {
      return awaitCompletion(ref);
    }

    @Override
    public RestoreJob awaitDownload(RestoreJobRef ref, PollPolicy policy) {
      return awaitCompletion(ref, policy);
    }
  }
}
