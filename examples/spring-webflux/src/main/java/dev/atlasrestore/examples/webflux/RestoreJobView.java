package dev.atlasrestore.examples.webflux;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this application shows of a restore job. The job itself is never handed to a serializer: its
 * download link and the link's credential are secrets.
 *
 * @param id the job's id
 * @param status the job's status, as the service says it
 * @param ended whether the job is over
 * @param succeeded whether it is over and went well
 * @param created when it was requested
 * @param deliveryStatus the status of the file to be downloaded, which is not that of the job
 * @param deliveryExpires until when it can be downloaded
 * @param hashes the file's hashes, once it was downloaded
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
   * @param type which kind of hash
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
