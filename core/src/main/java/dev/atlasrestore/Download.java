package dev.atlasrestore;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a job's file can be fetched at some moment, and until when, as far as one answer of the
 * service tells; see {@link RestoreJob#download}. The link itself is {@link Delivery#url()}, or
 * {@link Delivery#urlV2()} with its header.
 *
 * @param state whether it can be fetched
 * @param until when the link ends or has ended, where the service says so; it may be used up
 *     earlier
 */
public record Download(State state, Optional<Instant> until) {

  private static final Set<DeliveryStatus> NOT_YET =
      Set.of(DeliveryStatus.NOT_STARTED, DeliveryStatus.PENDING, DeliveryStatus.IN_PROGRESS);

  private static final Set<DeliveryMethod> OTHER_WAYS =
      Set.of(
          DeliveryMethod.QUERY,
          DeliveryMethod.SCP,
          DeliveryMethod.CLIENT_PIT_SCP,
          DeliveryMethod.AUTOMATED_RESTORE,
          DeliveryMethod.THIRD_PARTY_COPY);

  /** Takes both. */
  public Download {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(until, "until");
  }

  /**
   * Whether a file can be fetched. What this version does not know is {@link #UNKNOWN}. More values
   * may be added: let a {@code switch} have a default.
   */
  public enum State {

    /** Not yet: job or file are still being made, and may bring one. */
    PENDING,

    /** Now. */
    AVAILABLE,

    /** No longer: the link's time has passed. */
    EXPIRED,

    /** No longer: the link was used as often as allowed. */
    USED_UP,

    /** Never: the job ended badly, or making the file failed or was interrupted. */
    FAILED,

    /**
     * There is none: the data goes another way than by download, or the job is over and the service
     * speaks of no delivery.
     */
    NOT_OFFERED,

    /**
     * The answer does not tell: a status unknown here, none at all, or a file that is ready but
     * whose link is not shown. Read again, or look at {@link RestoreJob#delivery()} yourself.
     */
    UNKNOWN
  }

  static Download of(RestoreJob job, Instant now) {
    return job.delivery()
        .map(delivery -> new Download(state(job.outcome(), delivery, now), delivery.expires()))
        .orElseGet(() -> new Download(withoutDelivery(job.outcome()), Optional.empty()));
  }

  private static State withoutDelivery(JobOutcome outcome) {
    return switch (outcome) {
      case RUNNING -> State.PENDING;
      case SUCCEEDED, FAILED, CANCELLED -> State.NOT_OFFERED;
      case UNKNOWN -> State.UNKNOWN;
    };
  }

  private static State state(JobOutcome outcome, Delivery delivery, Instant now) {
    if (delivery.method().filter(OTHER_WAYS::contains).isPresent()) {
      return State.NOT_OFFERED;
    }
    DeliveryStatus status = delivery.status().orElse(new DeliveryStatus(""));
    if (NOT_YET.contains(status)) {
      return outcome == JobOutcome.FAILED || outcome == JobOutcome.CANCELLED
          ? State.FAILED
          : State.PENDING;
    }
    if (status.equals(DeliveryStatus.READY)) {
      return ready(delivery, now);
    }
    if (status.equals(DeliveryStatus.EXPIRED)) {
      return State.EXPIRED;
    }
    if (status.equals(DeliveryStatus.MAX_DOWNLOADS_EXCEEDED)) {
      return State.USED_UP;
    }
    return status.equals(DeliveryStatus.FAILED) || status.equals(DeliveryStatus.INTERRUPTED)
        ? State.FAILED
        : State.UNKNOWN;
  }

  /** The service's word is as old as its answer; the end of the link is not. */
  private static State ready(Delivery delivery, Instant now) {
    if (delivery.expires().filter(end -> !now.isBefore(end)).isPresent()) {
      return State.EXPIRED;
    }
    boolean linked = hasText(delivery.url()) || hasText(delivery.urlV2());
    return linked ? State.AVAILABLE : State.UNKNOWN;
  }

  private static boolean hasText(Optional<String> link) {
    return link.filter(text -> !text.isBlank()).isPresent();
  }
}
