package dev.atlasrestore;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says whether the file of a job can be downloaded at a given time, according to one response of
 * the service; see {@link RestoreJob#download}. The link is {@link Delivery#url()}, or {@link
 * Delivery#urlV2()} with its header.
 *
 * @param state whether the file can be downloaded
 * @param until the time at which the link expires or has expired, if the service sent it; the link
 *     may be used up earlier
 */
public record Download(State state, Optional<Instant> until) {

  private static final Set<DeliveryMethod> METHODS_WITHOUT_FILE =
      Set.of(
          DeliveryMethod.QUERY,
          DeliveryMethod.SCP,
          DeliveryMethod.CLIENT_PIT_SCP,
          DeliveryMethod.AUTOMATED_RESTORE,
          DeliveryMethod.THIRD_PARTY_COPY);

  /** {@link DeliveryStatus#READY} is not here, because its state depends on the link. */
  private static final Map<DeliveryStatus, State> STATES =
      Map.of(
          DeliveryStatus.NOT_STARTED, State.PENDING,
          DeliveryStatus.PENDING, State.PENDING,
          DeliveryStatus.IN_PROGRESS, State.PENDING,
          DeliveryStatus.EXPIRED, State.EXPIRED,
          DeliveryStatus.MAX_DOWNLOADS_EXCEEDED, State.USED_UP,
          DeliveryStatus.FAILED, State.FAILED,
          DeliveryStatus.INTERRUPTED, State.FAILED);

  /** Requires both parts. */
  public Download {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(until, "until");
  }

  /** The states of a download. More may be added: use a default branch in a {@code switch}. */
  public enum State {

    /** Not yet: the job or the file is not complete. */
    PENDING,

    /** The file can be downloaded now. */
    AVAILABLE,

    /** No longer: the link has expired. */
    EXPIRED,

    /** No longer: the link was used as many times as allowed. */
    USED_UP,

    /** Never: the job failed or was cancelled, or the file could not be created. */
    FAILED,

    /**
     * Never: the data is delivered in another way, for example by an automated restore, or the job
     * has succeeded without a delivery.
     */
    NOT_OFFERED,

    /**
     * The response does not say: a status is missing or not known to this version, or the file is
     * ready but its link is missing. Read the job again, or look at {@link RestoreJob#delivery()}.
     */
    UNKNOWN
  }

  static Download of(RestoreJob job, Instant now) {
    return new Download(state(job, now), job.delivery().flatMap(Delivery::expires));
  }

  private static State state(RestoreJob job, Instant now) {
    if (job.delivery().filter(Download::hasNoFile).isPresent()) {
      return State.NOT_OFFERED;
    }
    return switch (job.outcome()) {
      case FAILED, CANCELLED -> State.FAILED;
      case RUNNING -> state(job.delivery(), now, State.PENDING);
      case SUCCEEDED -> state(job.delivery(), now, State.NOT_OFFERED);
      case UNKNOWN -> state(job.delivery(), now, State.UNKNOWN);
    };
  }

  /** Automated restores have a target. The service may report them with the method HTTP. */
  private static boolean hasNoFile(Delivery delivery) {
    return delivery.method().filter(METHODS_WITHOUT_FILE::contains).isPresent()
        || Stream.of(
                delivery.targetClusterId(), delivery.targetClusterName(), delivery.targetGroupId())
            .anyMatch(Download::hasText);
  }

  private static State state(Optional<Delivery> delivery, Instant now, State withoutDelivery) {
    return delivery
        .map(
            offered ->
                offered.status().filter(DeliveryStatus.READY::equals).isPresent()
                    ? stateWhenReady(offered, now)
                    : offered.status().map(STATES::get).orElse(State.UNKNOWN))
        .orElse(withoutDelivery);
  }

  /** The link may have expired since the response. */
  private static State stateWhenReady(Delivery delivery, Instant now) {
    if (delivery.expires().filter(end -> !now.isBefore(end)).isPresent()) {
      return State.EXPIRED;
    }
    return hasText(delivery.url()) || hasText(delivery.urlV2()) ? State.AVAILABLE : State.UNKNOWN;
  }

  private static boolean hasText(Optional<String> text) {
    return text.filter(value -> !value.isBlank()).isPresent();
  }
}
