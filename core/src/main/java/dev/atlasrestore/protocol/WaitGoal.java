package dev.atlasrestore.protocol;

import dev.atlasrestore.Download;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import java.util.Optional;

/** Decides when a wait is over. */
enum WaitGoal {
  /** The status of the job is terminal. */
  END("The restore job had not ended") {
    @Override
    boolean isReached(RestoreJob job) {
      return job.status().isTerminal();
    }

    @Override
    Optional<Download.State> obstacle(RestoreJob job) {
      return Optional.empty();
    }
  },

  /** The file of the job can be downloaded. */
  DOWNLOAD("The file of the restore job was not available") {
    @Override
    boolean isReached(RestoreJob job) {
      return state(job) == Download.State.AVAILABLE;
    }

    @Override
    Optional<Download.State> obstacle(RestoreJob job) {
      Download.State state = state(job);
      return switch (state) {
        case EXPIRED, USED_UP, FAILED -> Optional.of(state);
        // A job that has just succeeded may get its delivery a little later.
        case NOT_OFFERED -> job.delivery().map(delivery -> state);
        default -> Optional.empty();
      };
    }
  };

  private final String missed;

  WaitGoal(String missed) {
    this.missed = missed;
  }

  /** Returns the beginning of the message for a wait that has not reached this goal in time. */
  String missed() {
    return missed;
  }

  abstract boolean isReached(RestoreJob job);

  /**
   * Returns the state for which the goal will never be reached; empty if it may be reached later.
   */
  abstract Optional<Download.State> obstacle(RestoreJob job);

  /** Trusts the status of the delivery: core has no clock to compare the expiry with. */
  private static Download.State state(RestoreJob job) {
    return job.download(Instant.MIN).state();
  }
}
