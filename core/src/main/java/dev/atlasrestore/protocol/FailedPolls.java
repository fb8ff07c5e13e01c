package dev.atlasrestore.protocol;

import dev.atlasrestore.internal.read.AttemptResult;
import dev.atlasrestore.internal.read.FailureClass;

/**
 * Decides which failed polls end their wait. A wait is <em>established</em> after one successful
 * poll.
 *
 * <ul>
 *   <li>Until the service has responded to the wait, a failed poll ends it, as the same failure
 *       would end a get. The address may be wrong.
 *   <li>A wait that is not established ends with every failure that is not retryable.
 *   <li>An established wait ends only if the service itself says something that more polls cannot
 *       change. It ends with the third poll in a row that refuses the key, because one node of the
 *       service may refuse a key for a short time.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param responded whether the service has responded to the wait
 * @param established whether a poll has succeeded
 * @param refusals the number of polls in a row, up to the last one, that refused the key
 */
record FailedPolls(boolean responded, boolean established, int refusals) {

  /** After this number of reads of a job in a row that refuse the key, no read follows. */
  static final int MAX_REFUSALS = 3;

  /** The state before the first poll. */
  static final FailedPolls NONE = new FailedPolls(false, false, 0);

  /** Returns the state after a successful poll. */
  FailedPolls succeeded() {
    return new FailedPolls(true, true, 0);
  }

  /**
   * Returns the state after a failed poll.
   *
   * @param serviceResponded whether the service has responded to this poll
   */
  FailedPolls failed(AttemptResult.Failure<?> failure, boolean serviceResponded) {
    boolean refused = failure.failureClass() == FailureClass.KEY_REFUSED;
    return new FailedPolls(responded || serviceResponded, established, refused ? refusals + 1 : 0);
  }

  /** Returns whether the wait ends, in the state after this failure. */
  boolean end(AttemptResult.Failure<?> failure) {
    return switch (failure.failureClass()) {
      case RETRYABLE -> !responded;
      case NOT_FROM_SERVICE -> !established;
      case KEY_REFUSED -> !established || refusals >= MAX_REFUSALS;
      case PERMANENT -> true;
    };
  }
}
