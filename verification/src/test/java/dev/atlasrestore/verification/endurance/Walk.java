package dev.atlasrestore.verification.endurance;

import dev.atlasrestore.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One caller's random walk over all faults: what the server does to each of its calls. A function
 * of the seed and the caller's number alone, so that a seed repeats a run's script, whatever the
 * threads do.
 */
final class Walk {

  private static final List<Fault> FAULTS = Fault.all();
  private static final String HONEST = "honest";
  private static final int MOST_FAULTS = 4;
  private static final double HONEST_BETWEEN = 0.2;
  private static final double UPHEAVAL = 0.01;

  private final SplittableRandom random;

  /**
   * What happens around one call.
   *
   * @param replies what the server does, in order, before it is honest again
   * @param upheaval whether it forgets all nonces and drops all connections before
   */
  record Stage(List<String> replies, boolean upheaval) {}

  Walk(long seed, int caller) {
    this.random = new SplittableRandom(seed * 1_000_003 + caller);
  }

  /** What happens around the next call. */
  Stage next() {
    List<String> replies = new ArrayList<>();
    int faults = random.nextInt(MOST_FAULTS);
    for (int i = 0; i < faults; i++) {
      replies.add(
          random.nextDouble() < HONEST_BETWEEN
              ? HONEST
              : FAULTS.get(random.nextInt(FAULTS.size())).name());
    }
    return new Stage(replies, random.nextDouble() < UPHEAVAL);
  }

  /** The replies of these names. */
  static Reply[] replies(Stage stage) {
    return stage.replies().stream()
        .map(
            name ->
                FAULTS.stream()
                    .filter(fault -> fault.name().equals(name))
                    .findFirst()
                    .map(Fault::reply)
                    .orElseGet(Reply::unscripted))
        .toArray(Reply[]::new);
  }
}
