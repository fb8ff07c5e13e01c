package dev.atlasrestore.examples.webflux;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The part of a restore job that this application shows. The application never serializes a {@code
 * RestoreJob}, because its download link and the link's credential are secrets.
 *
 * @param id the job's id
 * @param status the job's status, as the service names it
 * @param ended whether the job has ended
 * @param succeeded whether the job has ended and succeeded
 * @param created the time when the job was requested
 * @param deliveryStatus the status of the file to download, which differs from the job's status
 * @param deliveryExpires the time when the download expires
 * @param hashes the hashes of the file, available after it was downloaded
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record RestoreJobView(
    String id,
    String status,
    boolean ended,
    boolean succeeded,
    Instant created,
    Optional<String> deliveryStatus,
    Optional<Instant> deliveryExpires,
    List<Hash> hashes) {

  /**
   * A hash of the downloaded file.
   *
   * @param type the hash algorithm
   * @param value the hash in hexadecimal
   */
  record Hash(String type, String value) {}

  static RestoreJobView of(RestoreJob job) {
    return new RestoreJobView(
        job.id(),
        job.status().value(),
        job.status().isTerminal(),
        job.status().isSuccess(),
        job.created(),
        job.delivery().flatMap(Delivery::status).map(status -> status.value()),
        job.delivery().flatMap(Delivery::expires),
        job.hashes().stream()
            .flatMap(
                hash ->
                    hash
                        .hash()
                        .map(value -> new Hash(hash.typeName().orElse("unknown"), value))
                        .stream())
            .toList());
  }
}
