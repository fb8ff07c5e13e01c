package dev.atlasrestore;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of a job's data: the method, and the state of the downloadable file. Immutable;
 * cannot be subclassed outside of this package.
 *
 * <p>{@link #url()} (which contains the download key), {@link #urlV2()} and {@link #authValue()}
 * are secrets. {@link #toString()} hides them, and Java serialization leaves them out.
 */
@AutoValue
public abstract class Delivery implements Serializable {

  private static final long serialVersionUID = 1L;

  Delivery() {}

  /** Java serialization writes this object instead, which has no secrets. */
  Object writeReplace() {
    return new SerializedForm(
        method().orElse(null),
        status().orElse(null),
        expires().orElse(null),
        expirationHours().orElse(null),
        maxDownloads().orElse(null),
        targetClusterId().orElse(null),
        targetClusterName().orElse(null),
        targetGroupId().orElse(null));
  }

  private record SerializedForm(
      @Nullable DeliveryMethod method,
      @Nullable DeliveryStatus status,
      @Nullable Instant expires,
      @Nullable Long expirationHours,
      @Nullable Long maxDownloads,
      @Nullable String targetClusterId,
      @Nullable String targetClusterName,
      @Nullable String targetGroupId)
      implements Serializable {

    private Object readResolve() {
      return builder()
          .method(method)
          .status(status)
          .expires(expires)
          .expirationHours(expirationHours)
          .maxDownloads(maxDownloads)
          .targetClusterId(targetClusterId)
          .targetClusterName(targetClusterName)
          .targetGroupId(targetGroupId)
          .build();
    }
  }

  /** Returns a builder in which every member is empty. */
  public static Builder builder() {
    return new AutoValue_Delivery.Builder();
  }

  /** Returns a builder with all members of this delivery. */
  public abstract Builder toBuilder();

  /** The method of delivery ({@code methodName}). */
  public abstract Optional<DeliveryMethod> method();

  /** The status of the downloadable file ({@code statusName}). */
  public abstract Optional<DeliveryStatus> status();

  /** The time at which the link expires; present only with HTTP, and even then not always. */
  public abstract Optional<Instant> expires();

  /** The hours for which the link is valid after the job has ended; present only with HTTP. */
  public abstract Optional<Long> expirationHours();

  /** The number of times that the link may be used; present only with HTTP. */
  public abstract Optional<Long> maxDownloads();

  /** The download link, a secret; present only with HTTP, and even then sometimes empty. */
  public abstract Optional<String> url();

  /** The newer download link, a secret; a request to it needs the header {@link #authHeader()}. */
  public abstract Optional<String> urlV2();

  /** The name of the header that a request to {@link #urlV2()} needs. */
  public abstract Optional<String> authHeader();

  /** The value of the header {@link #authHeader()}, a credential. */
  public abstract Optional<String> authValue();

  /** The id of the cluster that the data is restored into; automated restores only. */
  public abstract Optional<String> targetClusterId();

  /** The name of the cluster that the data is restored into; automated restores only. */
  public abstract Optional<String> targetClusterName();

  /** The group of the cluster that the data is restored into; automated restores only. */
  public abstract Optional<String> targetGroupId();

  /** Shows every member; a secret that is present is shown as {@code …}. */
  @Override
  public final String toString() {
    return new StringJoiner(", ", "Delivery{", "}")
        .add("method=" + shown(method()))
        .add("status=" + shown(status()))
        .add("expires=" + shown(expires()))
        .add("expirationHours=" + shown(expirationHours()))
        .add("maxDownloads=" + shown(maxDownloads()))
        .add("url=" + hidden(url()))
        .add("urlV2=" + hidden(urlV2()))
        .add("authHeader=" + shown(authHeader()))
        .add("authValue=" + hidden(authValue()))
        .add("targetClusterId=" + shown(targetClusterId()))
        .add("targetClusterName=" + shown(targetClusterName()))
        .add("targetGroupId=" + shown(targetGroupId()))
        .toString();
  }

  private static String shown(Optional<?> value) {
    return value.map(Object::toString).orElse("null");
  }

  private static String hidden(Optional<String> secret) {
    return shown(secret.map(value -> "…"));
  }

  /**
   * Builds {@link Delivery} objects. Not thread-safe. {@link #build()} may be called several times.
   * Cannot be subclassed outside of this package.
   */
  @AutoValue.Builder
  public abstract static class Builder {

    Builder() {}

    /** Sets {@link Delivery#method()}; null makes it empty. */
    public abstract Builder method(@Nullable DeliveryMethod method);

    /** Sets {@link Delivery#status()}; null makes it empty. */
    public abstract Builder status(@Nullable DeliveryStatus status);

    /** Sets {@link Delivery#expires()}; null makes it empty. */
    public abstract Builder expires(@Nullable Instant expires);

    /** Sets {@link Delivery#expirationHours()}; null makes it empty. */
    public abstract Builder expirationHours(@Nullable Long expirationHours);

    /** Sets {@link Delivery#maxDownloads()}; null makes it empty. */
    public abstract Builder maxDownloads(@Nullable Long maxDownloads);

    /** Sets {@link Delivery#url()}; null makes it empty. */
    public abstract Builder url(@Nullable String url);

    /** Sets {@link Delivery#urlV2()}; null makes it empty. */
    public abstract Builder urlV2(@Nullable String urlV2);

    /** Sets {@link Delivery#authHeader()}; null makes it empty. */
    public abstract Builder authHeader(@Nullable String authHeader);

    /** Sets {@link Delivery#authValue()}; null makes it empty. */
    public abstract Builder authValue(@Nullable String authValue);

    /** Sets {@link Delivery#targetClusterId()}; null makes it empty. */
    public abstract Builder targetClusterId(@Nullable String targetClusterId);

    /** Sets {@link Delivery#targetClusterName()}; null makes it empty. */
    public abstract Builder targetClusterName(@Nullable String targetClusterName);

    /** Sets {@link Delivery#targetGroupId()}; null makes it empty. */
    public abstract Builder targetGroupId(@Nullable String targetGroupId);

    /** Returns a delivery with the members that are set. */
    public abstract Delivery build();
  }
}
