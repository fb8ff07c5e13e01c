package dev.atlasrestore;

import java.util.Objects;

/**
 * Identifies a call, so that a listener can tell which events belong together. Contains no secret.
 *
 * @param id the number of the call; no other call of the same client has it
 * @param operation the operation that the user started
 * @param ref the job that the operation is about
 */
public record CallInfo(long id, CallEvent.Operation operation, RestoreJobRef ref) {

  /** Requires all three parts. */
  public CallInfo {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(ref, "ref");
  }
}
