package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object as it came, before it is known whether it is a job or an error: the names of the one
 * do not occur in the other, so both are collected in one go.
 */
final class JobOrError {

  private final Faults faults;

  private @Nullable String id;
  private @Nullable String groupId;
  private @Nullable Instant created;
  private @Nullable String statusName;
  private @Nullable String batchId;
  private @Nullable String clusterId;
  private @Nullable String clusterName;
  private @Nullable String hostId;
  private @Nullable String snapshotId;
  private @Nullable String masterKeyUUID;
  private @Nullable String deploymentJobId;
  private @Nullable Boolean pointInTime;
  private @Nullable Boolean encryptionEnabled;
  private @Nullable OplogTimestamp timestamp;
  private @Nullable Delivery delivery;
  private List<FileHash> hashes = List.of();
  private List<Link> links = List.of();

  private @Nullable String errorCode;
  private @Nullable String detail;
  private @Nullable String reason;
  private List<String> parameters = List.of();

  /**
   * An object of which nothing is known yet.
   *
   * @param faults what is wrong with it; {@link #job()} throws the first
   */
  JobOrError(Faults faults) {
    this.faults = faults;
  }

  /** Takes one member, known or not. */
  void take(Members members) {
    switch (members.name()) {
      case "id" -> id = members.text();
      case "groupId" -> groupId = members.text();
      case "created" -> created = members.instant();
      case "statusName" -> statusName = members.text();
      case "batchId" -> batchId = members.text();
      case "clusterId" -> clusterId = members.text();
      case "clusterName" -> clusterName = members.text();
      case "hostId" -> hostId = members.text();
      case "snapshotId" -> snapshotId = members.text();
      case "masterKeyUUID" -> masterKeyUUID = members.text();
      case "deploymentJobId" -> deploymentJobId = members.text();
      case "pointInTime" -> pointInTime = members.flag();
      case "encryptionEnabled" -> encryptionEnabled = members.flag();
      case "timestamp" -> timestamp = JobParts.timestamp(members.object());
      case "delivery" -> delivery = JobParts.delivery(members.object());
      case "hashes" -> hashes = JobParts.hashes(members);
      case "links" -> links = JobParts.links(members);
      case "errorCode" -> errorCode = members.textIfAny();
      case "detail" -> detail = members.textIfAny();
      case "reason" -> reason = members.textIfAny();
      case "parameters" -> parameters = members.textsIfAny();
      default -> members.skip();
    }
  }

  RestoreJob job() {
    faults.throwFirst();
    return RestoreJob.builder(
            required("id", id),
            required("groupId", groupId),
            required("created", created),
            KnownValues.jobStatus(required("statusName", statusName)))
        .batchId(batchId)
        .clusterId(clusterId)
        .clusterName(clusterName)
        .hostId(hostId)
        .snapshotId(snapshotId)
        .masterKeyUUID(masterKeyUUID)
        .deploymentJobId(deploymentJobId)
        .pointInTime(pointInTime)
        .encryptionEnabled(encryptionEnabled)
        .timestamp(timestamp)
        .delivery(delivery)
        .hashes(hashes)
        .links(links)
        .build();
  }

  ApiError error() {
    return new ApiError(
        Optional.ofNullable(errorCode),
        Optional.ofNullable(detail),
        Optional.ofNullable(reason),
        parameters);
  }

  private static <T> T required(String member, @Nullable T value) {
    if (value == null) {
      throw new DecodingException(member, "it is missing");
    }
    return value;
  }
}
