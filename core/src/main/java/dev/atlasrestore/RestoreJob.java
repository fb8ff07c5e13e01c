package dev.atlasrestore;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.serializable.SerializableAutoValue;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One restore job, as one response of the service describes it. Immutable; cannot be subclassed
 * outside of this package.
 *
 * <p>It has every member that the service documents. A member that is missing or {@code null} in
 * the response is empty. Ids are not checked.
 *
 * <p>The job and its download have separate states. {@link #outcome()} says whether the job has
 * ended and how, {@link #download} whether its file can be downloaded now. {@link #status()} and
 * {@link Delivery#status()} hold the values that the service sent.
 *
 * <p>{@link #toString()} hides the secrets of {@link Delivery}, and Java serialization leaves them
 * out.
 */
@AutoValue
@SerializableAutoValue
// The builder copies the lists, so they are immutable without Guava's ImmutableList.
@SuppressWarnings("AutoValueImmutableFields")
public abstract class RestoreJob implements Serializable {

  private static final long serialVersionUID = 1L;

  RestoreJob() {}

  /**
   * Returns a builder with the four members that every response has.
   *
   * @param id the id of the restore job
   * @param groupId the id of the group (project)
   * @param created the time at which the job was requested
   * @param status the status of the job ({@code statusName})
   */
  public static Builder builder(String id, String groupId, Instant created, JobStatus status) {
    return new AutoValue_RestoreJob.Builder()
        .id(id)
        .groupId(groupId)
        .created(created)
        .status(status)
        .hashes(List.of())
        .links(List.of())
        .unreadable(List.of());
  }

  /** Returns a builder with all members of this job. */
  public abstract Builder toBuilder();

  /**
   * Returns this job if it has succeeded. Call it after a wait, so that a job that has ended badly
   * is not overlooked.
   *
   * @throws RestoreFailedException if the {@linkplain #outcome() outcome} is anything but {@link
   *     JobOutcome#SUCCEEDED}
   */
  public RestoreJob requireSucceeded() {
    if (outcome() != JobOutcome.SUCCEEDED) {
      throw new RestoreFailedException(this);
    }
    return this;
  }

  /**
   * Says whether the job has ended, and how. The outcome is {@link JobOutcome#UNKNOWN} for a status
   * that this version does not know.
   */
  public JobOutcome outcome() {
    return JobOutcome.of(status());
  }

  /**
   * Says whether there is a file to download, and until when. A job may have {@linkplain
   * JobOutcome#SUCCEEDED succeeded} while its link has {@linkplain Download.State#EXPIRED expired}.
   *
   * @param now the time of the download: a link that expires before is reported as expired, even if
   *     the response says otherwise
   */
  public Download download(Instant now) {
    return Download.of(this, Objects.requireNonNull(now, "now"));
  }

  /** The id of the restore job. */
  public abstract String id();

  /** The id of the group (project). */
  public abstract String groupId();

  /** The time at which the job was requested. */
  public abstract Instant created();

  /** The status of the job ({@code statusName}). */
  public abstract JobStatus status();

  /**
   * The id that all jobs of one restore of a sharded cluster share. Such a restore has one job per
   * shard and one for the config servers.
   */
  public abstract Optional<String> batchId();

  /** The id of the cluster; for the job of a shard, the id of that shard. */
  public abstract Optional<String> clusterId();

  /** The name of the cluster; Atlas only. */
  public abstract Optional<String> clusterName();

  /** The id of the host; for mirrored config servers, which have no cluster id. */
  public abstract Optional<String> hostId();

  /** The id of the snapshot; may be absent on a new point-in-time job. */
  public abstract Optional<String> snapshotId();

  /** The id of the master key; only if {@link #encryptionEnabled()} is true. */
  public abstract Optional<String> masterKeyUUID();

  /** The id of the deployment job; imported snapshots only. */
  public abstract Optional<String> deploymentJobId();

  /** Whether this is a point-in-time restore; empty if the service does not say. */
  public abstract Optional<Boolean> pointInTime();

  /** Whether the snapshot is encrypted; empty if the service does not say. */
  public abstract Optional<Boolean> encryptionEnabled();

  /** The latest oplog entry in the snapshot. */
  public abstract Optional<OplogTimestamp> timestamp();

  /** The delivery of the restored data; may be absent while the job is in progress. */
  public abstract Optional<Delivery> delivery();

  /** The checksums of the file, unmodifiable; empty until the file was downloaded once. */
  public abstract List<FileHash> hashes();

  /** Links to related resources, unmodifiable. */
  public abstract List<Link> links();

  /**
   * The paths of the JSON members that were present but could not be read, for example {@code
   * delivery.expires}; unmodifiable. Such a member is empty in this job.
   */
  public abstract List<String> unreadable();

  /**
   * Builds {@link RestoreJob}s. Not thread-safe. {@link #build()} may be called several times.
   * Cannot be subclassed outside of this package.
   */
  @AutoValue.Builder
  public abstract static class Builder {

    Builder() {}

    /** Sets {@link RestoreJob#id()}. */
    public abstract Builder id(String id);

    /** Sets {@link RestoreJob#groupId()}. */
    public abstract Builder groupId(String groupId);

    /** Sets {@link RestoreJob#created()}. */
    public abstract Builder created(Instant created);

    /** Sets {@link RestoreJob#status()}. */
    public abstract Builder status(JobStatus status);

    /** Sets {@link RestoreJob#batchId()}; null makes it empty. */
    public abstract Builder batchId(@Nullable String batchId);

    /** Sets {@link RestoreJob#clusterId()}; null makes it empty. */
    public abstract Builder clusterId(@Nullable String clusterId);

    /** Sets {@link RestoreJob#clusterName()}; null makes it empty. */
    public abstract Builder clusterName(@Nullable String clusterName);

    /** Sets {@link RestoreJob#hostId()}; null makes it empty. */
    public abstract Builder hostId(@Nullable String hostId);

    /** Sets {@link RestoreJob#snapshotId()}; null makes it empty. */
    public abstract Builder snapshotId(@Nullable String snapshotId);

    /** Sets {@link RestoreJob#masterKeyUUID()}; null makes it empty. */
    public abstract Builder masterKeyUUID(@Nullable String masterKeyUUID);

    /** Sets {@link RestoreJob#deploymentJobId()}; null makes it empty. */
    public abstract Builder deploymentJobId(@Nullable String deploymentJobId);

    /** Sets {@link RestoreJob#pointInTime()}; null makes it empty. */
    public abstract Builder pointInTime(@Nullable Boolean pointInTime);

    /** Sets {@link RestoreJob#encryptionEnabled()}; null makes it empty. */
    public abstract Builder encryptionEnabled(@Nullable Boolean encryptionEnabled);

    /** Sets {@link RestoreJob#timestamp()}; null makes it empty. */
    public abstract Builder timestamp(@Nullable OplogTimestamp timestamp);

    /** Sets {@link RestoreJob#delivery()}; null makes it empty. */
    public abstract Builder delivery(@Nullable Delivery delivery);

    /** Sets {@link RestoreJob#hashes()} to a copy of this collection. */
    public abstract Builder hashes(Collection<FileHash> hashes);

    /** Sets {@link RestoreJob#links()} to a copy of this collection. */
    public abstract Builder links(Collection<Link> links);

    /** Sets {@link RestoreJob#unreadable()} to a copy of this collection. */
    public abstract Builder unreadable(Collection<String> unreadable);

    /** Returns a job with the members that are set. */
    public abstract RestoreJob build();
  }
}
