package dev.atlasrestore.benchmarks.micro;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A restore job as a record, for libraries that bind JSON by reflection. */
public record JobRecord(
    String id,
    String groupId,
    Instant created,
    String statusName,
    @Nullable String batchId,
    @Nullable String clusterId,
    @Nullable String clusterName,
    @Nullable String hostId,
    @Nullable String snapshotId,
    @Nullable String masterKeyUUID,
    @Nullable String deploymentJobId,
    @Nullable Boolean pointInTime,
    @Nullable Boolean encryptionEnabled,
    @Nullable Timestamp timestamp,
    @Nullable Delivery delivery,
    @Nullable List<Hash> hashes,
    @Nullable List<Link> links) {

  /** The {@code timestamp}. */
  public record Timestamp(@Nullable Instant date, @Nullable Long increment) {}

  /** The {@code delivery}. */
  public record Delivery(
      @Nullable String methodName,
      @Nullable String statusName,
      @Nullable Instant expires,
      @Nullable Long expirationHours,
      @Nullable Long maxDownloads,
      @Nullable String url,
      @Nullable String urlV2,
      @Nullable String authHeader,
      @Nullable String authValue,
      @Nullable String targetClusterId,
      @Nullable String targetClusterName,
      @Nullable String targetGroupId) {}

  /** One of the {@code hashes}. */
  public record Hash(@Nullable String typeName, @Nullable String fileName, @Nullable String hash) {}

  /** One of the {@code links}. */
  public record Link(@Nullable String rel, @Nullable String href) {}
}
