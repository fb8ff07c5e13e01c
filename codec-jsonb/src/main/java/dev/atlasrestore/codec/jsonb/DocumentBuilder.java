package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.JobStatus;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects the members of one object that may be a restore job, a list of jobs or an API error.
 *
 * <p>Only the request and the status of the response decide which of them it is, and the status may
 * come after the object. Jobs and errors have no member name in common. A list has {@code links} in
 * common with a job, with the same meaning. So all are collected at once.
 */
final class DocumentBuilder {

  private final DecodingErrors errors;

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
  private @Nullable List<DocumentBuilder> results;

  private @Nullable String errorCode;
  private @Nullable String detail;
  private @Nullable String reason;
  private List<String> parameters = List.of();

  /**
   * Creates a builder without members.
   *
   * @param errors the errors of this object; the cursor adds to them
   */
  DocumentBuilder(DecodingErrors errors) {
    this.errors = errors;
  }

  /** Reads all members of an object. */
  static DocumentBuilder read(ObjectCursor cursor, DecodingErrors errors) {
    DocumentBuilder document = new DocumentBuilder(errors);
    while (cursor.next()) {
      document.readMember(cursor);
    }
    return document;
  }

  /** Reads the cursor's current member and keeps its value. Skips unknown members. */
  void readMember(ObjectCursor cursor) {
    switch (cursor.name()) {
      case "id" -> id = cursor.string();
      case "groupId" -> groupId = cursor.string();
      case "created" -> created = cursor.instant();
      case "statusName" -> statusName = cursor.string();
      case "batchId" -> batchId = cursor.string();
      case "clusterId" -> clusterId = cursor.string();
      case "clusterName" -> clusterName = cursor.string();
      case "hostId" -> hostId = cursor.string();
      case "snapshotId" -> snapshotId = cursor.string();
      case "masterKeyUUID" -> masterKeyUUID = cursor.string();
      case "deploymentJobId" -> deploymentJobId = cursor.string();
      case "pointInTime" -> pointInTime = cursor.bool();
      case "encryptionEnabled" -> encryptionEnabled = cursor.bool();
      case "timestamp" -> timestamp = NestedObjects.timestamp(cursor.object());
      case "delivery" -> delivery = NestedObjects.delivery(cursor.object());
      case "hashes" -> hashes = NestedObjects.hashes(cursor);
      case "links" -> links = NestedObjects.links(cursor);
      case "results" -> results = results(cursor);
      case "errorCode" -> errorCode = cursor.lenientString();
      case "detail" -> detail = cursor.lenientString();
      case "reason" -> reason = cursor.lenientString();
      case "parameters" -> parameters = cursor.lenientStrings();
      default -> cursor.skip();
    }
  }

  private static @Nullable List<DocumentBuilder> results(ObjectCursor cursor) {
    if (!cursor.array()) {
      return null;
    }
    List<DocumentBuilder> results = new ArrayList<>();
    for (DocumentBuilder job = cursor.nextDocument(); job != null; job = cursor.nextDocument()) {
      results.add(job);
    }
    return results;
  }

  /**
   * Builds the restore job.
   *
   * @throws DecodingException if a member occurs twice, or if a required member is missing or
   *     unreadable
   */
  RestoreJob job() {
    errors.throwIfDuplicate();
    return RestoreJob.builder(
            errors.required("id", id),
            errors.required("groupId", groupId),
            errors.required("created", created),
            new JobStatus(errors.required("statusName", statusName)))
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
        .unreadable(errors.unreadable())
        .build();
  }

  /**
   * Builds one page of a list of jobs.
   *
   * @throws DecodingException if {@code results} is missing, if any member of the list is
   *     unreadable, or if one of its jobs cannot be built
   */
  RestoreJobCodec.Page page() {
    errors.throwIfDuplicate();
    errors.throwIfUnreadable();
    List<RestoreJob> jobs =
        errors.required("results", results).stream().map(DocumentBuilder::job).toList();
    boolean hasNext = links.stream().anyMatch(link -> link.rel().equals(Optional.of("next")));
    return new RestoreJobCodec.Page(jobs, hasNext);
  }

  /** Builds the API error from the members that could be read. */
  ApiError error() {
    return new ApiError(
        Optional.ofNullable(errorCode),
        Optional.ofNullable(detail),
        Optional.ofNullable(reason),
        parameters);
  }
}
