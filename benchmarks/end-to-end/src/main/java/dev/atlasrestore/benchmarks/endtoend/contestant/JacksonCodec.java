package dev.atlasrestore.benchmarks.endtoend.contestant;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.JobStatus;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A codec on Jackson: binds the document to records and converts these to a restore job. */
final class JacksonCodec implements RestoreJobCodec {

  private final ObjectReader reader = new ObjectMapper().readerFor(Job.class);

  @Override
  public Document read(byte[] body) {
    try {
      return new JobDocument(reader.readValue(body));
    } catch (IOException e) {
      throw new DecodingException(null, "the document is not a restore job");
    }
  }

  private record JobDocument(Job fields) implements Document {

    @Override
    public OptionalInt envelopeStatus() {
      return OptionalInt.empty();
    }

    @Override
    public RestoreJob job() {
      return fields.toRestoreJob();
    }

    @Override
    public ApiError error() {
      return ApiError.NONE;
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Job(
      String id,
      String groupId,
      String created,
      String statusName,
      String batchId,
      String clusterId,
      String clusterName,
      String snapshotId,
      Boolean pointInTime,
      Boolean encryptionEnabled,
      String masterKeyUUID,
      Timestamp timestamp,
      JobDelivery delivery,
      List<Hash> hashes,
      List<JobLink> links) {

    RestoreJob toRestoreJob() {
      return RestoreJob.builder(id, groupId, Instant.parse(created), new JobStatus(statusName))
          .batchId(batchId)
          .clusterId(clusterId)
          .clusterName(clusterName)
          .snapshotId(snapshotId)
          .pointInTime(pointInTime)
          .encryptionEnabled(encryptionEnabled)
          .masterKeyUUID(masterKeyUUID)
          .timestamp(timestamp.toTimestamp())
          .delivery(delivery.toDelivery())
          .hashes(hashes.stream().map(Hash::toFileHash).toList())
          .links(links.stream().map(JobLink::toLink).toList())
          .build();
    }
  }

  private record Timestamp(String date, long increment) {

    OplogTimestamp toTimestamp() {
      return new OplogTimestamp(Instant.parse(date), increment);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record JobDelivery(
      String methodName,
      String statusName,
      String expires,
      Long expirationHours,
      Long maxDownloads,
      String url) {

    Delivery toDelivery() {
      return Delivery.builder()
          .method(new DeliveryMethod(methodName))
          .status(new DeliveryStatus(statusName))
          .expires(Instant.parse(expires))
          .expirationHours(expirationHours)
          .maxDownloads(maxDownloads)
          .url(url)
          .build();
    }
  }

  private record Hash(String typeName, String fileName, String hash) {

    FileHash toFileHash() {
      return new FileHash(
          Optional.ofNullable(typeName), Optional.ofNullable(fileName), Optional.ofNullable(hash));
    }
  }

  private record JobLink(String rel, String href) {

    Link toLink() {
      return new Link(Optional.ofNullable(rel), Optional.ofNullable(href));
    }
  }
}
