package dev.atlasrestore.testkit;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.JobStatus;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.internal.JobJson;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Restore jobs of every kind that the service returns. {@link
 * dev.atlasrestore.testkit.contract.RestoreJobSpellings} has unusual JSON documents. Every secret
 * in these jobs contains {@code s3cr3t}, so that a test can search for it in logs and messages.
 */
public final class RestoreJobFixtures {

  /** The group id of every fixture. */
  public static final String GROUP_ID = "5e2211c17a3e5a48f5497de3";

  /** The job id of {@link #ref()} and of every fixture. */
  public static final String JOB_ID = "5e66cc7d79358e0e35a9c001";

  private static final String CLUSTER = "Cluster0";
  private static final Instant CREATED = Instant.parse("2026-03-09T23:11:25Z");

  /** Far in the future, so that these links never expire during a test. */
  private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

  private RestoreJobFixtures() {}

  /** Refers to the job that the fixtures describe. */
  public static RestoreJobRef ref() {
    return new RestoreJobRef(GROUP_ID, CLUSTER, JOB_ID);
  }

  /** Refers to another job of the same cluster, a different one for each number. */
  public static RestoreJobRef ref(int number) {
    return new RestoreJobRef(GROUP_ID, CLUSTER, String.format("%024x", 0x5e66cc7dL << 32 | number));
  }

  /** A finished job of one shard, already downloaded: with a hash and an expired link. */
  public static RestoreJob finished() {
    return base(JobStatus.FINISHED)
        .batchId("5e66cc7d79358e0e35a9c000")
        .clusterId("5e2211c17a3e5a48f5497de4")
        .clusterName(CLUSTER)
        .snapshotId("5e6559f279358e0e35a9b111")
        .pointInTime(false)
        .encryptionEnabled(false)
        .timestamp(new OplogTimestamp(Instant.parse("2026-03-08T20:48:11Z"), 1))
        .delivery(
            Delivery.builder()
                .method(DeliveryMethod.HTTP)
                .status(DeliveryStatus.EXPIRED)
                .expires(Instant.parse("2026-03-10T00:11:25Z"))
                .expirationHours(1L)
                .maxDownloads(1L)
                .url(
                    "https://backup.example.net/v2/pull/5e66cc7d79358e0e35a9c001/s3cr3tdownloadkey/shard-0.tar.gz")
                .build())
        .hashes(
            List.of(
                new FileHash(
                    Optional.of("SHA1"),
                    Optional.of("shard-0.tar.gz"),
                    Optional.of("3f0d3dc9f05b8f25ac5b9f12d0a1e0b9b0a49a6c"))))
        .links(List.of(link("self", "https://cloud.mongodb.com/api/atlas/v1.0/groups/" + GROUP_ID)))
        .build();
  }

  /** A job that has just been requested: without a delivery. */
  public static RestoreJob inProgress() {
    return base(JobStatus.IN_PROGRESS)
        .clusterId("5e2211c17a3e5a48f5497de4")
        .clusterName(CLUSTER)
        .build();
  }

  /** A point-in-time restore in progress: without a snapshot, with increment 0. */
  public static RestoreJob pointInTime() {
    return inProgress().toBuilder()
        .pointInTime(true)
        .timestamp(new OplogTimestamp(Instant.parse("2026-03-09T20:00:00Z"), 0))
        .build();
  }

  /** A finished job whose file can be downloaded now, until the year 2100. */
  public static RestoreJob available() {
    return withDelivery(
        DeliveryStatus.READY, finished().toBuilder().hashes(List.of()).build(), NEVER);
  }

  /** A finished job whose file was downloaded as many times as allowed: with a hash. */
  public static RestoreJob usedUp() {
    return withDelivery(DeliveryStatus.MAX_DOWNLOADS_EXCEEDED, finished(), NEVER);
  }

  /** A finished job whose link expired before anyone downloaded the file: without a hash. */
  public static RestoreJob expired() {
    return withDelivery(
        DeliveryStatus.EXPIRED,
        finished().toBuilder().hashes(List.of()).build(),
        Instant.parse("2026-03-10T00:11:25Z"));
  }

  /** A finished job whose file could not be created. */
  public static RestoreJob failed() {
    return finished().toBuilder()
        .hashes(List.of())
        .delivery(
            Delivery.builder().method(DeliveryMethod.HTTP).status(DeliveryStatus.FAILED).build())
        .build();
  }

  private static RestoreJob withDelivery(DeliveryStatus status, RestoreJob job, Instant expires) {
    return job.toBuilder()
        .delivery(job.delivery().orElseThrow().toBuilder().status(status).expires(expires).build())
        .build();
  }

  /** A replica set's job that is ready for download: without batch and encryption members. */
  public static RestoreJob ready() {
    return finished().toBuilder()
        .batchId(null)
        .encryptionEnabled(null)
        .hashes(List.of())
        .delivery(
            finished().delivery().orElseThrow().toBuilder()
                .status(DeliveryStatus.READY)
                .expires(NEVER)
                .maxDownloads(2_147_483_647L)
                .build())
        .build();
  }

  /** A job with a pending delivery by HTTP, without a link. */
  public static RestoreJob withoutLink() {
    return ready().toBuilder()
        .delivery(
            Delivery.builder().method(DeliveryMethod.HTTP).status(DeliveryStatus.PENDING).build())
        .build();
  }

  /** A job with an expired delivery by HTTP whose link is an empty string. */
  public static RestoreJob withEmptyLink() {
    return ready().toBuilder()
        .delivery(
            Delivery.builder()
                .method(DeliveryMethod.HTTP)
                .status(DeliveryStatus.EXPIRED)
                .expires(Instant.parse("2026-03-10T00:11:25Z"))
                .url("")
                .build())
        .build();
  }

  /** A mirrored config server's job: with a host instead of a cluster. */
  public static RestoreJob ofHost() {
    return finished().toBuilder()
        .clusterId(null)
        .clusterName(null)
        .hostId("5e2211c17a3e5a48f5497dff")
        .build();
  }

  /** A restore of an encrypted snapshot. */
  public static RestoreJob encrypted() {
    return finished().toBuilder()
        .encryptionEnabled(true)
        .masterKeyUUID("8a1e7c52-7f3c-4d0b-9a55-1f0f2f6f3a10")
        .build();
  }

  /** A restore of a snapshot that was imported. */
  public static RestoreJob imported() {
    return finished().toBuilder().deploymentJobId("5e66cc7d79358e0e35a9c0d1").build();
  }

  /** A restore that the service could not complete. */
  public static RestoreJob broken() {
    return inProgress().toBuilder().status(JobStatus.BROKEN).build();
  }

  /** A restore that was cancelled. */
  public static RestoreJob killed() {
    return inProgress().toBuilder().status(JobStatus.KILLED).build();
  }

  /** A finished job whose delivery failed. */
  public static RestoreJob deliveryFailed() {
    return finished().toBuilder()
        .delivery(
            Delivery.builder().method(DeliveryMethod.SCP).status(DeliveryStatus.FAILED).build())
        .build();
  }

  /** A download from a newer server: with a second link that needs a header. */
  public static RestoreJob withAuthHeader() {
    return ready().toBuilder()
        .delivery(
            ready().delivery().orElseThrow().toBuilder()
                .urlV2("https://backup.example.net/v3/pull/s3cr3tpath/shard-0.tar.gz")
                .authHeader("mongodb-backup-token")
                .authValue("s3cr3tauthvalue")
                .build())
        .build();
  }

  /** An automated restore. */
  public static RestoreJob automated() {
    return finished().toBuilder()
        .hashes(List.of())
        .delivery(
            Delivery.builder()
                .method(DeliveryMethod.AUTOMATED_RESTORE)
                .status(DeliveryStatus.READY)
                .targetClusterId("5e2211c17a3e5a48f5497d01")
                .targetClusterName("Target")
                .targetGroupId(GROUP_ID)
                .build())
        .build();
  }

  /**
   * A job with a status, a delivery status and a delivery method that the library does not know.
   */
  public static RestoreJob unknownValues() {
    return inProgress().toBuilder()
        .status(new JobStatus("REHEARSING"))
        .delivery(
            Delivery.builder()
                .method(new DeliveryMethod("CARRIER_PIGEON"))
                .status(new DeliveryStatus("IN_FLIGHT"))
                .build())
        .build();
  }

  /** Returns all jobs above by the name of their method, in this order. Unmodifiable. */
  public static Map<String, RestoreJob> all() {
    Map<String, RestoreJob> all = new LinkedHashMap<>();
    all.put("finished", finished());
    all.put("inProgress", inProgress());
    all.put("pointInTime", pointInTime());
    all.put("available", available());
    all.put("usedUp", usedUp());
    all.put("expired", expired());
    all.put("failed", failed());
    all.put("ready", ready());
    all.put("withoutLink", withoutLink());
    all.put("withEmptyLink", withEmptyLink());
    all.put("ofHost", ofHost());
    all.put("encrypted", encrypted());
    all.put("imported", imported());
    all.put("broken", broken());
    all.put("killed", killed());
    all.put("deliveryFailed", deliveryFailed());
    all.put("withAuthHeader", withAuthHeader());
    all.put("automated", automated());
    all.put("unknownValues", unknownValues());
    return Collections.unmodifiableMap(all);
  }

  /**
   * Returns this job with the ids of a reference, as the fake serves it: with its job id and group
   * id, and with its cluster if the job and the reference name one.
   */
  public static RestoreJob withIdsOf(RestoreJobRef ref, RestoreJob job) {
    RestoreJob.Builder named = job.toBuilder().id(ref.jobId()).groupId(ref.groupId());
    if (job.clusterName().isPresent() && !ref.cluster().matches("[0-9a-f]{24}")) {
      named.clusterName(ref.cluster());
    }
    return named.build();
  }

  /** Returns the JSON document that the service sends for this job. */
  public static String json(RestoreJob job) {
    return JobJson.job(job);
  }

  /**
   * Returns the JSON document of one page of a list of jobs.
   *
   * @param hasNext whether the page has a link to a next one
   */
  public static String listJson(List<RestoreJob> jobs, boolean hasNext) {
    return JobJson.list(jobs.stream().map(JobJson::job).toList(), hasNext, jobs.size());
  }

  /** Returns a document in the envelope that {@code envelope=true} asks for. */
  public static String envelopedJson(int status, String content) {
    return JobJson.enveloped(status, content);
  }

  /** Returns a document with the white space that {@code pretty=true} asks for. */
  public static String prettyJson(String json) {
    return JobJson.pretty(json);
  }

  private static RestoreJob.Builder base(JobStatus status) {
    return RestoreJob.builder(JOB_ID, GROUP_ID, CREATED, status);
  }

  private static Link link(String rel, String href) {
    return new Link(Optional.of(rel), Optional.of(href));
  }
}
