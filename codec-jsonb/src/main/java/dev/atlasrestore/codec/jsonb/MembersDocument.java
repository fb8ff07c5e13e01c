package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.JobStatus;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The three views of what was read. */
final class MembersDocument implements RestoreJobCodec.Document {

  private static final List<JobStatus> KNOWN =
      List.of(JobStatus.IN_PROGRESS, JobStatus.FINISHED, JobStatus.BROKEN, JobStatus.KILLED);

  private final Members outer;
  private final boolean enveloped;

  MembersDocument(Members outer) {
    this.outer = outer;
    this.enveloped = outer.hasStatus && outer.hasContent;
  }

  @Override
  public OptionalInt envelopeStatus() {
    Long status = enveloped ? outer.status : null;
    return status != null && status >= 100 && status <= 599
        ? OptionalInt.of(status.intValue())
        : OptionalInt.empty();
  }

  @Override
  public RestoreJob job() {
    if (!enveloped) {
      return job(outer);
    }
    if (envelopeStatus().isEmpty()) {
      throw new DecodingException("status", "it is no HTTP status");
    }
    if (outer.content == null) {
      throw new DecodingException("content", "it is no JSON object");
    }
    return job(outer.content);
  }

  private static RestoreJob job(Members members) {
    String faulty = members.faultyMember();
    if (faulty != null) {
      throw new DecodingException(faulty, members.problem());
    }
    return RestoreJob.builder(
            required("id", members.id),
            required("groupId", members.groupId),
            required("created", members.created),
            status(required("statusName", members.statusName)))
        .batchId(members.batchId)
        .clusterId(members.clusterId)
        .clusterName(members.clusterName)
        .hostId(members.hostId)
        .snapshotId(members.snapshotId)
        .pointInTime(members.pointInTime)
        .encryptionEnabled(members.encryptionEnabled)
        .masterKeyUUID(members.masterKeyUUID)
        .deploymentJobId(members.deploymentJobId)
        .timestamp(members.timestamp)
        .delivery(members.delivery)
        .hashes(members.hashes)
        .links(members.links)
        .build();
  }

  private static <T> T required(String member, @Nullable T value) {
    if (value == null) {
      throw new DecodingException(member, "it is missing");
    }
    return value;
  }

  private static JobStatus status(String text) {
    for (JobStatus known : KNOWN) {
      if (known.value().equals(text)) {
        return known;
      }
    }
    return new JobStatus(text);
  }

  @Override
  public ApiError error() {
    Members members = enveloped ? outer.content : outer;
    return members == null
        ? ApiError.NONE
        : new ApiError(
            Optional.ofNullable(members.errorCode),
            Optional.ofNullable(members.detail),
            Optional.ofNullable(members.reason),
            members.parameters);
  }
}
