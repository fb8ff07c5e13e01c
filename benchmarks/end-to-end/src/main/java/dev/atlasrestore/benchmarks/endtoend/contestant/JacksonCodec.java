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

/** The codec that a user of Jackson would write: databind to records, then to the domain. */
final class JacksonCodec implements RestoreJobCodec {

  private final ObjectReader reader = new ObjectMapper().readerFor(Job.class);

  @Override
  public Document read(byte[] body) {
    try {
      return new Answer(reader.readValue(body));
    } catch (IOException e) {
      throw new DecodingException(null, "it is not a restore job");
    }
  }

  private record Answer(Job wire) implements Document {

    @Override
    public OptionalInt envelopeStatus() {
      return OptionalInt.empty();
    }

    @Override
    public RestoreJob job() {
      return wire.toDomain();
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
      File delivery,
      List<Hash> hashes,
      List<Reference> links) {

    RestoreJob toDomain() {
      return RestoreJob.builder(id, groupId, Instant.parse(created), new JobStatus(statusName))
          .batchId(batchId)
          .clusterId(clusterId)
          .clusterName(clusterName)
          .snapshotId(snapshotId)
          .pointInTime(pointInTime)
          .encryptionEnabled(encryptionEnabled)
          .masterKeyUUID(masterKeyUUID)
          .timestamp(timestamp.toDomain())
          .delivery(delivery.toDomain())
          .hashes(hashes.stream().map(Hash::toDomain).toList())
          .links(links.stream().map(Reference::toDomain).toList())
          .build();
    }
  }

  private record Timestamp(String date, long increment) {

    OplogTimestamp toDomain() {
      return new OplogTimestamp(Instant.parse(date), increment);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record File(
      String methodName,
      String statusName,
      String expires,
      Long expirationHours,
      Long maxDownloads,
      String url) {

    Delivery toDomain() {
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

    FileHash toDomain() {
      return new FileHash(
          Optional.ofNullable(typeName), Optional.ofNullable(fileName), Optional.ofNullable(hash));
    }
  }

  private record Reference(String rel, String href) {

    Link toDomain() {
      return new Link(Optional.ofNullable(rel), Optional.ofNullable(href));
    }
  }
}
