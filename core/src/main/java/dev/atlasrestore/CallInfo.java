package dev.atlasrestore;

import java.util.Objects;

/**
 * Identifies a call. Every {@link CallEvent} carries it, so that a listener can tell which events
 * belong together. It contains no secret.
 *
 * <p>Do not use the number or the reference as a tag of a metric: each call would create meters of
 * its own.
 *
 * @param number the number of the call; no other call in this JVM has it, unless the library was
 *     loaded twice. The numbers of a listener's calls rise, with gaps
 * @param operation the operation that the user started
 * @param reference the job or the cluster that the call reads. A batch is one call for each of its
 *     jobs
 */
public record CallInfo(long number, CallEvent.Operation operation, ResourceRef reference) {

  /** Requires the operation and the reference. */
  public CallInfo {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(reference, "reference");
  }
}
