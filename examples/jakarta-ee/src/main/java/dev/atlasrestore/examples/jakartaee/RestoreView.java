package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The part of a restore job that callers may see. A response never holds the job itself, because
 * the job holds the download link and its credential, which give access to the data.
 *
 * @param ended whether the job has ended, so that its status no longer changes
 * @param success whether the job succeeded; BROKEN and KILLED jobs have ended without success
 * @param download the state of the downloadable file, which differs from the job's status
 * @param hashes the hashes of the file, available after it was downloaded
 */
public record RestoreView(
    String id,
    String status,
    boolean ended,
    boolean success,
    String created,
    Optional<String> cluster,
    Optional<Download> download,
    List<Hash> hashes) {

  /** A file to download, without its link and its credential. */
  public record Download(
      Optional<String> status, Optional<String> method, Optional<String> expires) {}

  /** The checksum of a file. */
  public record Hash(Optional<String> type, Optional<String> file, Optional<String> value) {}

  static RestoreView of(RestoreJob job) {
    return new RestoreView(
        job.id(),
        job.status().value(),
        job.status().isTerminal(),
        job.status().isSuccess(),
        job.created().toString(),
        job.clusterName().or(job::clusterId).or(job::hostId),
        job.delivery().map(RestoreView::download),
        job.hashes().stream().map(RestoreView::hash).toList());
  }

  private static Download download(Delivery delivery) {
    return new Download(
        delivery.status().map(DeliveryStatus::value),
        delivery.method().map(DeliveryMethod::value),
        delivery.expires().map(Instant::toString));
  }

  private static Hash hash(FileHash hash) {
    return new Hash(hash.typeName(), hash.fileName(), hash.hash());
  }
}
