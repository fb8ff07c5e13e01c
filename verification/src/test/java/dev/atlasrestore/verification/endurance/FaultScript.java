package dev.atlasrestore.verification.endurance;

import dev.atlasrestore.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random sequence of faults for the calls of one caller. It depends on the seed and on the
 * caller's number only. A seed therefore repeats the sequence, for any order of the threads.
 */
final class FaultScript {

  private static final List<Fault> FAULTS = Fault.all();
  private static final String NO_FAULT = "no fault";
  private static final int MAX_REPLIES = 3;
  private static final double NO_FAULT_SHARE = 0.2;
  private static final double RESET_SHARE = 0.01;

  private final SplittableRandom random;

  /**
   * The behaviour of the fake service during one call.
   *
   * @param replies the names of its first replies, in order; later replies have no fault
   * @param reset whether it first forgets all nonces and drops all connections
   */
  record Part(List<String> replies, boolean reset) {

    /** Returns the replies themselves. */
    Reply[] toReplies() {
      return replies.stream().map(FaultScript::reply).toArray(Reply[]::new);
    }
  }

  FaultScript(long seed, int caller) {
    this.random = new SplittableRandom(seed * 1_000_003 + caller);
  }

  /** Returns the part for the next call. */
  Part next() {
    List<String> replies = new ArrayList<>();
    int count = random.nextInt(MAX_REPLIES + 1);
    for (int i = 0; i < count; i++) {
      replies.add(
          random.nextDouble() < NO_FAULT_SHARE
              ? NO_FAULT
              : FAULTS.get(random.nextInt(FAULTS.size())).name());
    }
    return new Part(replies, random.nextDouble() < RESET_SHARE);
  }

  private static Reply reply(String name) {
    return FAULTS.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .map(Fault::reply)
        .orElseGet(Reply::unscripted);
  }
}
