package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.JobStatus;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the known shapes of jobs that the service sends. */
class JobDocumentsTest {

  @Test
  void finishedShardJobWithAnExpiredDownloadIsDecoded() {
    assertThat(decodeJob(JobDocuments.FINISHED_SHARD))
        .isEqualTo(
            RestoreJob.builder(
                    "6a1f00c2e4b0d1a2b3c4d501",
                    "6a1f00c2e4b0d1a2b3c4d5aa",
                    Instant.parse("2026-05-04T03:02:01Z"),
                    JobStatus.FINISHED)
                .batchId("6a1f00c2e4b0d1a2b3c4d500")
                .clusterId("6a1f00c2e4b0d1a2b3c4d5c1")
                .clusterName("orders-eu")
                .snapshotId("6a1e00c2e4b0d1a2b3c4d5e1")
                .pointInTime(false)
                .encryptionEnabled(false)
                .timestamp(new OplogTimestamp(Instant.parse("2026-05-03T23:00:09Z"), 1))
                .delivery(
                    Delivery.builder()
                        .method(DeliveryMethod.HTTP)
                        .status(DeliveryStatus.EXPIRED)
                        .expires(Instant.parse("2026-05-04T04:02:01Z"))
                        .expirationHours(1L)
                        .maxDownloads(1L)
                        .url("https://restore.example.org/v2/pull/k3y/orders-eu-shard-0.tgz")
                        .build())
                .hashes(
                    List.of(
                        new FileHash(
                            Optional.of("SHA1"),
                            Optional.of("orders-eu-shard-0.tgz"),
                            Optional.of("0a4d55a8d778e5022fab701977c5d840bbc486d0"))))
                .links(
                    List.of(
                        link("self", "https://cloud.mongodb.com/api/atlas/v1.0/groups/x"),
                        link("http://mms.mongodb.com/snapshot", "http://localhost:8080/wrong")))
                .build());
  }

  @Test
  void whiteSpaceDoesNotChangeTheJob() {
    assertThat(decodeJob(JobDocuments.FINISHED_SHARD_PRETTY))
        .isEqualTo(decodeJob(JobDocuments.FINISHED_SHARD));
  }

  @Test
  void jobInProgressWithoutDeliveryIsDecoded() {
    RestoreJob job = decodeJob(CodecFixture.minimalJob());
    assertThat(job)
        .isEqualTo(
            RestoreJob.builder(
                    "6a1f00c2e4b0d1a2b3c4d501",
                    "6a1f00c2e4b0d1a2b3c4d5aa",
                    Instant.parse("2026-05-04T03:02:01Z"),
                    JobStatus.IN_PROGRESS)
                .build());
    assertThat(job.delivery()).isEmpty();
    assertThat(job.hashes()).isEmpty();
    assertThat(job.links()).isEmpty();
  }

  @Test
  void pointInTimeJobWithoutSnapshotAndWithIncrementZeroIsDecoded() {
    RestoreJob job = decodeJob(JobDocuments.POINT_IN_TIME);
    assertThat(job.pointInTime()).contains(true);
    assertThat(job.snapshotId()).isEmpty();
    assertThat(job.timestamp())
        .contains(new OplogTimestamp(Instant.parse("2026-05-04T02:00:00Z"), 0));
  }

  @Test
  void replicaSetJobWithoutBatchAndEncryptionIsDecoded() {
    RestoreJob job = decodeJob(JobDocuments.REPLICA_SET_READY);
    assertThat(job.batchId()).isEmpty();
    assertThat(job.encryptionEnabled()).isEmpty();
    assertThat(job.masterKeyUUID()).isEmpty();
    assertThat(job.delivery().orElseThrow().status()).contains(DeliveryStatus.READY);
    assertThat(job.delivery().orElseThrow().maxDownloads()).contains(2_147_483_647L);
  }

  @Test
  void httpDeliveryWithoutUrlAndExpiryIsDecoded() {
    Delivery delivery = decodeJob(JobDocuments.HTTP_WITHOUT_URL).delivery().orElseThrow();
    assertThat(delivery)
        .isEqualTo(
            Delivery.builder().method(DeliveryMethod.HTTP).status(DeliveryStatus.PENDING).build());
  }

  @Test
  void emptyUrlIsKept() {
    assertThat(
            decodeJob(CodecFixture.jobWith("delivery.url", "\"\"")).delivery().orElseThrow().url())
        .contains("");
  }

  @Test
  void emptyDeliveryIsPresentWithoutMembers() {
    assertThat(decodeJob(CodecFixture.minimalJob("\"delivery\":{}")).delivery())
        .contains(Delivery.builder().build());
  }

  @Test
  void emptyLinksAreDecoded() {
    assertThat(decodeJob(CodecFixture.minimalJob("\"links\":[]")).links()).isEmpty();
    assertThat(decodeJob(CodecFixture.minimalJob("\"links\":[{}]")).links())
        .containsExactly(new Link(Optional.empty(), Optional.empty()));
  }

  @Test
  void nullsInArraysAreLeftOut() {
    RestoreJob job =
        decodeJob(
            CodecFixture.minimalJob(
                "\"links\":[null,{\"rel\":\"self\",\"href\":null},null]",
                "\"hashes\":[null,{\"hash\":\"ab\"}]"));
    assertThat(job.links()).containsExactly(new Link(Optional.of("self"), Optional.empty()));
    assertThat(job.hashes())
        .containsExactly(new FileHash(Optional.empty(), Optional.empty(), Optional.of("ab")));
  }

  @Test
  void hostIdInsteadOfClusterIdIsDecoded() {
    RestoreJob job = decodeJob(JobDocuments.CONFIG_HOST);
    assertThat(job.hostId()).contains("6a1f00c2e4b0d1a2b3c4d5ff");
    assertThat(job.clusterId()).isEmpty();
    assertThat(job.deploymentJobId()).contains("6a1f00c2e4b0d1a2b3c4d5dd");
  }

  @Test
  void encryptedSnapshotIsDecoded() {
    RestoreJob job = decodeJob(JobDocuments.ENCRYPTED);
    assertThat(job.encryptionEnabled()).contains(true);
    assertThat(job.masterKeyUUID()).contains("0d9f6d1e-77a1-4f0e-8f5c-5f6c1a2b3c4d");
  }

  @Test
  void brokenAndKilledJobsAreDecoded() {
    assertThat(decodeJob(CodecFixture.jobWith("statusName", "\"BROKEN\"")).status())
        .isEqualTo(JobStatus.BROKEN);
    assertThat(decodeJob(CodecFixture.jobWith("statusName", "\"KILLED\"")).status())
        .isEqualTo(JobStatus.KILLED);
  }

  @Test
  void failedDeliveryIsDecoded() {
    RestoreJob job = decodeJob(JobDocuments.DELIVERY_FAILED);
    assertThat(job.status()).isEqualTo(JobStatus.FINISHED);
    assertThat(job.delivery().orElseThrow().status()).contains(DeliveryStatus.FAILED);
  }

  @Test
  void secondUrlWithItsHeaderIsDecoded() {
    Delivery delivery = decodeJob(JobDocuments.AUTH_HEADER).delivery().orElseThrow();
    assertThat(delivery.urlV2()).contains("https://restore.example.org/v3/pull/orders.tgz");
    assertThat(delivery.authHeader()).contains("x-restore-token");
    assertThat(delivery.authValue()).contains("t0k3n");
  }

  @Test
  void automatedRestoreIsDecoded() {
    Delivery delivery = decodeJob(JobDocuments.AUTOMATED).delivery().orElseThrow();
    assertThat(delivery.method()).contains(DeliveryMethod.AUTOMATED_RESTORE);
    assertThat(delivery.targetClusterId()).contains("6a1f00c2e4b0d1a2b3c4d5c2");
    assertThat(delivery.targetClusterName()).contains("orders-copy");
    assertThat(delivery.targetGroupId()).contains("6a1f00c2e4b0d1a2b3c4d5ab");
  }

  @Test
  void nullMembersAreAbsent() {
    assertThat(decodeJob(JobDocuments.NULLS)).isEqualTo(decodeJob(CodecFixture.minimalJob()));
    assertThat(decodeJob(JobDocuments.NULLS_WITHIN).toBuilder().delivery(null).build())
        .isEqualTo(decodeJob(CodecFixture.minimalJob()));
    assertThat(decodeJob(JobDocuments.NULLS_WITHIN).delivery())
        .contains(Delivery.builder().build());
  }

  @Test
  void unknownStatusesAndMethodsAreKept() {
    RestoreJob job = decodeJob(JobDocuments.UNKNOWN_VALUES);
    assertThat(job.status()).isEqualTo(new JobStatus("THAWING"));
    assertThat(job.status().isTerminal()).isFalse();
    assertThat(job.delivery().orElseThrow().status()).contains(new DeliveryStatus("ALMOST"));
    assertThat(job.delivery().orElseThrow().method()).contains(new DeliveryMethod("DRONE"));
  }

  @Test
  void unknownMembersAreIgnoredAtEveryLevel() {
    assertThat(decodeJob(JobDocuments.UNKNOWN_MEMBERS))
        .isEqualTo(
            decodeJob(
                CodecFixture.minimalJob(
                    "\"delivery\":{\"methodName\":\"HTTP\"}",
                    "\"hashes\":[{\"hash\":\"ab\"}]",
                    "\"links\":[{\"rel\":\"self\"}]",
                    "\"timestamp\":{\"date\":\"2026-05-04T02:00:00Z\",\"increment\":7}")));
  }

  @Test
  void idsAreNotValidated() {
    assertThat(decodeJob(CodecFixture.jobWith("id", "\"\\u0000 not/hex é\"")).id())
        .isEqualTo("\0 not/hex é");
  }

  private static Link link(String rel, String href) {
    return new Link(Optional.of(rel), Optional.of(href));
  }
}
