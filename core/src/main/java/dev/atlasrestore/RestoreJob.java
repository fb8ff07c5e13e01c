package dev.atlasrestore;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One restore job, as the service described it in one answer.
 *
 * <p>Holds every field that the service documents; a field that came as {@code null} or not at all
 * is empty. Ids are kept as they came. {@link #toString()} hides what {@link Delivery} holds of
 * secrets; a serializer would not, so do not hand this object to one.
 *
 * <p>Job and download are two states: {@link #outcome()} tells what the job has come to, {@link
 * #download} whether its file can be fetched. Behind them are the service's own words, {@link
 * #status()} and {@link Delivery#status()}.
 */
public final class RestoreJob {

  private final String id;
  private final String groupId;
  private final Instant created;
  private final JobStatus status;
  private final @Nullable String batchId;
  private final @Nullable String clusterId;
  private final @Nullable String clusterName;
  private final @Nullable String hostId;
  private final @Nullable String snapshotId;
  private final @Nullable String masterKeyUUID;
  private final @Nullable String deploymentJobId;
  private final @Nullable Boolean pointInTime;
  private final @Nullable Boolean encryptionEnabled;
  private final @Nullable OplogTimestamp timestamp;
  private final @Nullable Delivery delivery;
  private final List<FileHash> hashes;
  private final List<Link> links;
  private final List<String> unreadable;

  private RestoreJob(Builder b) {
    this.id = b.id;
    this.groupId = b.groupId;
    this.created = b.created;
    this.status = b.status;
    this.batchId = b.batchId;
    this.clusterId = b.clusterId;
    this.clusterName = b.clusterName;
    this.hostId = b.hostId;
    this.snapshotId = b.snapshotId;
    this.masterKeyUUID = b.masterKeyUUID;
    this.deploymentJobId = b.deploymentJobId;
    this.pointInTime = b.pointInTime;
    this.encryptionEnabled = b.encryptionEnabled;
    this.timestamp = b.timestamp;
    this.delivery = b.delivery;
    this.hashes = b.hashes;
    this.links = b.links;
    this.unreadable = b.unreadable;
  }

  /**
   * Begins a job with the four parts that every answer has.
   *
   * @param id the id of the restore job
   * @param groupId the id of the group (project)
   * @param created when the job was requested
   * @param status the status of the job ({@code statusName})
   */
  public static Builder builder(String id, String groupId, Instant created, JobStatus status) {
    return new Builder(id, groupId, created, status);
  }

  /** A builder that starts with everything that stands here. */
  public Builder toBuilder() {
    Builder b = new Builder(id, groupId, created, status);
    b.batchId = batchId;
    b.clusterId = clusterId;
    b.clusterName = clusterName;
    b.hostId = hostId;
    b.snapshotId = snapshotId;
    b.masterKeyUUID = masterKeyUUID;
    b.deploymentJobId = deploymentJobId;
    b.pointInTime = pointInTime;
    b.encryptionEnabled = encryptionEnabled;
    b.timestamp = timestamp;
    b.delivery = delivery;
    b.hashes = hashes;
    b.links = links;
    b.unreadable = unreadable;
    return b;
  }

  /** The id of the restore job. */
  public String id() {
    return id;
  }

  /** The id of the group (project). */
  public String groupId() {
    return groupId;
  }

  /** When the job was requested. */
  public Instant created() {
    return created;
  }

  /** The status of the job ({@code statusName}). */
  public JobStatus status() {
    return status;
  }

  /**
   * What the job has come to: whether it is over, and how it ended. Says {@link JobOutcome#UNKNOWN}
   * for a status that this version does not know.
   */
  public JobOutcome outcome() {
    return JobOutcome.of(status);
  }

  /**
   * Whether there is a file to fetch, and until when. This is a state apart from the job's: a job
   * may have {@link JobOutcome#SUCCEEDED succeeded} and its link have {@link Download.State#EXPIRED
   * expired}.
   *
   * @param now when it is to be fetched: a link whose time has passed by then has expired, whatever
   *     the service said when it was asked
   */
  public Download download(Instant now) {
    return Download.of(this, Objects.requireNonNull(now, "now"));
  }

  /**
   * What the jobs of one sharded cluster's restore share: one job per shard plus one for the config
   * servers.
   */
  public Optional<String> batchId() {
    return Optional.ofNullable(batchId);
  }

  /** The cluster, or for a shard's job the id of that part. */
  public Optional<String> clusterId() {
    return Optional.ofNullable(clusterId);
  }

  /** The name of the cluster; Atlas only. */
  public Optional<String> clusterName() {
    return Optional.ofNullable(clusterName);
  }

  /** The host, instead of a cluster, for mirrored config servers. */
  public Optional<String> hostId() {
    return Optional.ofNullable(hostId);
  }

  /** The snapshot; absent on a just created point-in-time job. */
  public Optional<String> snapshotId() {
    return Optional.ofNullable(snapshotId);
  }

  /** The master key; only if {@link #encryptionEnabled()} is true. */
  public Optional<String> masterKeyUUID() {
    return Optional.ofNullable(masterKeyUUID);
  }

  /** The deployment job; imported snapshots only. */
  public Optional<String> deploymentJobId() {
    return Optional.ofNullable(deploymentJobId);
  }

  /** Whether this is a point-in-time restore, where the service says so. */
  public Optional<Boolean> pointInTime() {
    return Optional.ofNullable(pointInTime);
  }

  /** Whether the snapshot is encrypted, where the service says so. */
  public Optional<Boolean> encryptionEnabled() {
    return Optional.ofNullable(encryptionEnabled);
  }

  /** The latest oplog entry in the snapshot. */
  public Optional<OplogTimestamp> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  /** How the restored data is delivered; absent on some jobs in progress. */
  public Optional<Delivery> delivery() {
    return Optional.ofNullable(delivery);
  }

  /** Checksums; only after the file was downloaded once; unmodifiable. */
  public List<FileHash> hashes() {
    return hashes;
  }

  /** Related resources; unmodifiable. */
  public List<Link> links() {
    return links;
  }

  /**
   * The paths of the JSON members that were present but could not be read, for example {@code
   * delivery.expires}; unmodifiable. Such a member is empty in this job.
   */
  public List<String> unreadable() {
    return unreadable;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RestoreJob that
        && Objects.equals(id, that.id)
        && Objects.equals(groupId, that.groupId)
        && Objects.equals(created, that.created)
        && Objects.equals(status, that.status)
        && Objects.equals(batchId, that.batchId)
        && Objects.equals(clusterId, that.clusterId)
        && Objects.equals(clusterName, that.clusterName)
        && Objects.equals(hostId, that.hostId)
        && Objects.equals(snapshotId, that.snapshotId)
        && Objects.equals(masterKeyUUID, that.masterKeyUUID)
        && Objects.equals(deploymentJobId, that.deploymentJobId)
        && Objects.equals(pointInTime, that.pointInTime)
        && Objects.equals(encryptionEnabled, that.encryptionEnabled)
        && Objects.equals(timestamp, that.timestamp)
        && Objects.equals(delivery, that.delivery)
        && Objects.equals(hashes, that.hashes)
        && Objects.equals(links, that.links)
        && Objects.equals(unreadable, that.unreadable);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        id,
        groupId,
        created,
        status,
        batchId,
        clusterId,
        clusterName,
        hostId,
        snapshotId,
        masterKeyUUID,
        deploymentJobId,
        pointInTime,
        encryptionEnabled,
        timestamp,
        delivery,
        hashes,
        links,
        unreadable);
  }

  /** Shows status and delivery, no secrets. */
  @Override
  public String toString() {
    return "RestoreJob[id="
        + id
        + ", groupId="
        + groupId
        + ", created="
        + created
        + ", status="
        + status
        + ", batchId="
        + batchId
        + ", clusterId="
        + clusterId
        + ", clusterName="
        + clusterName
        + ", hostId="
        + hostId
        + ", snapshotId="
        + snapshotId
        + ", masterKeyUUID="
        + masterKeyUUID
        + ", deploymentJobId="
        + deploymentJobId
        + ", pointInTime="
        + pointInTime
        + ", encryptionEnabled="
        + encryptionEnabled
        + ", timestamp="
        + timestamp
        + ", delivery="
        + delivery
        + ", hashes="
        + hashes
        + ", links="
        + links
        + ", unreadable="
        + unreadable
        + "]";
  }

  /**
   * Collects the parts of a {@link RestoreJob}. For one thread; {@link #build()} may be called
   * again.
   */
  public static final class Builder {

    private String id;
    private String groupId;
    private Instant created;
    private JobStatus status;
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
    private List<String> unreadable = List.of();

    private Builder(String id, String groupId, Instant created, JobStatus status) {
      this.id = Objects.requireNonNull(id, "id");
      this.groupId = Objects.requireNonNull(groupId, "groupId");
      this.created = Objects.requireNonNull(created, "created");
      this.status = Objects.requireNonNull(status, "status");
    }

    /** Sets what {@link RestoreJob#id()} will hold. */
    public Builder id(String id) {
      this.id = Objects.requireNonNull(id, "id");
      return this;
    }

    /** Sets what {@link RestoreJob#groupId()} will hold. */
    public Builder groupId(String groupId) {
      this.groupId = Objects.requireNonNull(groupId, "groupId");
      return this;
    }

    /** Sets what {@link RestoreJob#created()} will hold. */
    public Builder created(Instant created) {
      this.created = Objects.requireNonNull(created, "created");
      return this;
    }

    /** Sets what {@link RestoreJob#status()} will hold. */
    public Builder status(JobStatus status) {
      this.status = Objects.requireNonNull(status, "status");
      return this;
    }

    /** Sets what {@link RestoreJob#batchId()} will hold; null for nothing. */
    public Builder batchId(@Nullable String batchId) {
      this.batchId = batchId;
      return this;
    }

    /** Sets what {@link RestoreJob#clusterId()} will hold; null for nothing. */
    public Builder clusterId(@Nullable String clusterId) {
      this.clusterId = clusterId;
      return this;
    }

    /** Sets what {@link RestoreJob#clusterName()} will hold; null for nothing. */
    public Builder clusterName(@Nullable String clusterName) {
      this.clusterName = clusterName;
      return this;
    }

    /** Sets what {@link RestoreJob#hostId()} will hold; null for nothing. */
    public Builder hostId(@Nullable String hostId) {
      this.hostId = hostId;
      return this;
    }

    /** Sets what {@link RestoreJob#snapshotId()} will hold; null for nothing. */
    public Builder snapshotId(@Nullable String snapshotId) {
      this.snapshotId = snapshotId;
      return this;
    }

    /** Sets what {@link RestoreJob#masterKeyUUID()} will hold; null for nothing. */
    public Builder masterKeyUUID(@Nullable String masterKeyUUID) {
      this.masterKeyUUID = masterKeyUUID;
      return this;
    }

    /** Sets what {@link RestoreJob#deploymentJobId()} will hold; null for nothing. */
    public Builder deploymentJobId(@Nullable String deploymentJobId) {
      this.deploymentJobId = deploymentJobId;
      return this;
    }

    /** Sets what {@link RestoreJob#pointInTime()} will hold; null for nothing. */
    public Builder pointInTime(@Nullable Boolean pointInTime) {
      this.pointInTime = pointInTime;
      return this;
    }

    /** Sets what {@link RestoreJob#encryptionEnabled()} will hold; null for nothing. */
    public Builder encryptionEnabled(@Nullable Boolean encryptionEnabled) {
      this.encryptionEnabled = encryptionEnabled;
      return this;
    }

    /** Sets what {@link RestoreJob#timestamp()} will hold; null for nothing. */
    public Builder timestamp(@Nullable OplogTimestamp timestamp) {
      this.timestamp = timestamp;
      return this;
    }

    /** Sets what {@link RestoreJob#delivery()} will hold; null for nothing. */
    public Builder delivery(@Nullable Delivery delivery) {
      this.delivery = delivery;
      return this;
    }

    /** Sets what {@link RestoreJob#hashes()} will hold; the list is copied. */
    public Builder hashes(List<FileHash> hashes) {
      this.hashes = List.copyOf(hashes);
      return this;
    }

    /** Sets what {@link RestoreJob#links()} will hold; the list is copied. */
    public Builder links(List<Link> links) {
      this.links = List.copyOf(links);
      return this;
    }

    /** Sets what {@link RestoreJob#unreadable()} will hold; the list is copied. */
    public Builder unreadable(List<String> unreadable) {
      this.unreadable = List.copyOf(unreadable);
      return this;
    }

    /** The value as collected so far. */
    public RestoreJob build() {
      return new RestoreJob(this);
    }
  }
}
