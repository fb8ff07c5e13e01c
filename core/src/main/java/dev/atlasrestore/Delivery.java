package dev.atlasrestore;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the restored data is delivered, and what the downloadable file's state is.
 *
 * <p>{@link #url()} (it contains the download key), {@link #urlV2()} and {@link #authValue()} are
 * secrets: {@link #toString()} hides them.
 */
public final class Delivery {

  private final @Nullable DeliveryMethod method;
  private final @Nullable DeliveryStatus status;
  private final @Nullable Instant expires;
  private final @Nullable Long expirationHours;
  private final @Nullable Long maxDownloads;
  private final @Nullable String url;
  private final @Nullable String urlV2;
  private final @Nullable String authHeader;
  private final @Nullable String authValue;
  private final @Nullable String targetClusterId;
  private final @Nullable String targetClusterName;
  private final @Nullable String targetGroupId;

  private Delivery(Builder b) {
    this.method = b.method;
    this.status = b.status;
    this.expires = b.expires;
    this.expirationHours = b.expirationHours;
    this.maxDownloads = b.maxDownloads;
    this.url = b.url;
    this.urlV2 = b.urlV2;
    this.authHeader = b.authHeader;
    this.authValue = b.authValue;
    this.targetClusterId = b.targetClusterId;
    this.targetClusterName = b.targetClusterName;
    this.targetGroupId = b.targetGroupId;
  }

  /** Begins a delivery of which nothing is known. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with everything that stands here. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.method = method;
    b.status = status;
    b.expires = expires;
    b.expirationHours = expirationHours;
    b.maxDownloads = maxDownloads;
    b.url = url;
    b.urlV2 = urlV2;
    b.authHeader = authHeader;
    b.authValue = authValue;
    b.targetClusterId = targetClusterId;
    b.targetClusterName = targetClusterName;
    b.targetGroupId = targetGroupId;
    return b;
  }

  /** How the data is delivered ({@code methodName}). */
  public Optional<DeliveryMethod> method() {
    return Optional.ofNullable(method);
  }

  /** The status of the downloadable file ({@code statusName}). */
  public Optional<DeliveryStatus> status() {
    return Optional.ofNullable(status);
  }

  /** Until when the link is valid; only HTTP, and may be missing there. */
  public Optional<Instant> expires() {
    return Optional.ofNullable(expires);
  }

  /** For how many hours the link is valid once the job is complete; only HTTP. */
  public Optional<Long> expirationHours() {
    return Optional.ofNullable(expirationHours);
  }

  /** How often the link may be used; only HTTP. */
  public Optional<Long> maxDownloads() {
    return Optional.ofNullable(maxDownloads);
  }

  /** The link to download from, a secret; only HTTP, and may be missing or empty. */
  public Optional<String> url() {
    return Optional.ofNullable(url);
  }

  /** The newer link, fetched with the header {@link #authHeader()}, a secret. */
  public Optional<String> urlV2() {
    return Optional.ofNullable(urlV2);
  }

  /** The name of the header that {@link #urlV2()} wants. */
  public Optional<String> authHeader() {
    return Optional.ofNullable(authHeader);
  }

  /** The value of that header, a credential. */
  public Optional<String> authValue() {
    return Optional.ofNullable(authValue);
  }

  /** The cluster that is restored into; automated restores only. */
  public Optional<String> targetClusterId() {
    return Optional.ofNullable(targetClusterId);
  }

  /** The name of the cluster that is restored into; automated restores only. */
  public Optional<String> targetClusterName() {
    return Optional.ofNullable(targetClusterName);
  }

  /** The group of the cluster that is restored into; automated restores only. */
  public Optional<String> targetGroupId() {
    return Optional.ofNullable(targetGroupId);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Delivery that
        && Objects.equals(method, that.method)
        && Objects.equals(status, that.status)
        && Objects.equals(expires, that.expires)
        && Objects.equals(expirationHours, that.expirationHours)
        && Objects.equals(maxDownloads, that.maxDownloads)
        && Objects.equals(url, that.url)
        && Objects.equals(urlV2, that.urlV2)
        && Objects.equals(authHeader, that.authHeader)
        && Objects.equals(authValue, that.authValue)
        && Objects.equals(targetClusterId, that.targetClusterId)
        && Objects.equals(targetClusterName, that.targetClusterName)
        && Objects.equals(targetGroupId, that.targetGroupId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        method,
        status,
        expires,
        expirationHours,
        maxDownloads,
        url,
        urlV2,
        authHeader,
        authValue,
        targetClusterId,
        targetClusterName,
        targetGroupId);
  }

  /** Shows what is known; secrets as {@code …}. */
  @Override
  public String toString() {
    return "Delivery[method="
        + method
        + ", status="
        + status
        + ", expires="
        + expires
        + ", expirationHours="
        + expirationHours
        + ", maxDownloads="
        + maxDownloads
        + ", url="
        + hidden(url)
        + ", urlV2="
        + hidden(urlV2)
        + ", authHeader="
        + authHeader
        + ", authValue="
        + hidden(authValue)
        + ", targetClusterId="
        + targetClusterId
        + ", targetClusterName="
        + targetClusterName
        + ", targetGroupId="
        + targetGroupId
        + "]";
  }

  private static @Nullable String hidden(@Nullable String secret) {
    return secret == null ? null : "…";
  }

  /**
   * Collects the parts of a {@link Delivery}. For one thread; {@link #build()} may be called again.
   */
  public static final class Builder {

    private @Nullable DeliveryMethod method;
    private @Nullable DeliveryStatus status;
    private @Nullable Instant expires;
    private @Nullable Long expirationHours;
    private @Nullable Long maxDownloads;
    private @Nullable String url;
    private @Nullable String urlV2;
    private @Nullable String authHeader;
    private @Nullable String authValue;
    private @Nullable String targetClusterId;
    private @Nullable String targetClusterName;
    private @Nullable String targetGroupId;

    private Builder() {}

    /** Sets what {@link Delivery#method()} will hold; null for nothing. */
    public Builder method(@Nullable DeliveryMethod method) {
      this.method = method;
      return this;
    }

    /** Sets what {@link Delivery#status()} will hold; null for nothing. */
    public Builder status(@Nullable DeliveryStatus status) {
      this.status = status;
      return this;
    }

    /** Sets what {@link Delivery#expires()} will hold; null for nothing. */
    public Builder expires(@Nullable Instant expires) {
      this.expires = expires;
      return this;
    }

    /** Sets what {@link Delivery#expirationHours()} will hold; null for nothing. */
    public Builder expirationHours(@Nullable Long expirationHours) {
      this.expirationHours = expirationHours;
      return this;
    }

    /** Sets what {@link Delivery#maxDownloads()} will hold; null for nothing. */
    public Builder maxDownloads(@Nullable Long maxDownloads) {
      this.maxDownloads = maxDownloads;
      return this;
    }

    /** Sets what {@link Delivery#url()} will hold; null for nothing. */
    public Builder url(@Nullable String url) {
      this.url = url;
      return this;
    }

    /** Sets what {@link Delivery#urlV2()} will hold; null for nothing. */
    public Builder urlV2(@Nullable String urlV2) {
      this.urlV2 = urlV2;
      return this;
    }

    /** Sets what {@link Delivery#authHeader()} will hold; null for nothing. */
    public Builder authHeader(@Nullable String authHeader) {
      this.authHeader = authHeader;
      return this;
    }

    /** Sets what {@link Delivery#authValue()} will hold; null for nothing. */
    public Builder authValue(@Nullable String authValue) {
      this.authValue = authValue;
      return this;
    }

    /** Sets what {@link Delivery#targetClusterId()} will hold; null for nothing. */
    public Builder targetClusterId(@Nullable String targetClusterId) {
      this.targetClusterId = targetClusterId;
      return this;
    }

    /** Sets what {@link Delivery#targetClusterName()} will hold; null for nothing. */
    public Builder targetClusterName(@Nullable String targetClusterName) {
      this.targetClusterName = targetClusterName;
      return this;
    }

    /** Sets what {@link Delivery#targetGroupId()} will hold; null for nothing. */
    public Builder targetGroupId(@Nullable String targetGroupId) {
      this.targetGroupId = targetGroupId;
      return this;
    }

    /** The value as collected so far. */
    public Delivery build() {
      return new Delivery(this);
    }
  }
}
