package dev.atlasrestore;

import static dev.atlasrestore.Samples.GROUP;
import static dev.atlasrestore.Samples.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link RestoreJob}; rule 25 of the contract (secrets). */
class RestoreJobTest {

  private static final Instant CREATED = Instant.parse("2026-02-28T23:48:11Z");
  private static final FileHash HASH =
      new FileHash(Optional.of("SHA1"), Optional.of("f.tar.gz"), Optional.of("0a0b0c"));
  private static final Link LINK = new Link(Optional.of("self"), Optional.of("https://x.example"));
  private static final OplogTimestamp TIMESTAMP = new OplogTimestamp(CREATED, 7);
  private static final Delivery DELIVERY =
      Delivery.builder().method(DeliveryMethod.HTTP).url("https://h/SECRET-url").build();

  /** A property of a job: its setter, its accessor, a value, and the value if it is not set. */
  private record Property(
      String name,
      Consumer<RestoreJob.Builder> set,
      Function<RestoreJob, Object> get,
      Object value,
      Object unset) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Property property(
      String name,
      Consumer<RestoreJob.Builder> set,
      Function<RestoreJob, Object> get,
      Object value) {
    return new Property(name, set, get, Optional.of(value), Optional.empty());
  }

  static Stream<Property> properties() {
    return Stream.of(
        new Property("id", b -> b.id("i2"), RestoreJob::id, "i2", JOB),
        new Property("groupId", b -> b.groupId("g2"), RestoreJob::groupId, "g2", GROUP),
        new Property(
            "created", b -> b.created(Instant.EPOCH), RestoreJob::created, Instant.EPOCH, CREATED),
        new Property(
            "status",
            b -> b.status(JobStatus.KILLED),
            RestoreJob::status,
            JobStatus.KILLED,
            JobStatus.FINISHED),
        property("batchId", b -> b.batchId("b"), RestoreJob::batchId, "b"),
        property("clusterId", b -> b.clusterId("c"), RestoreJob::clusterId, "c"),
        property("clusterName", b -> b.clusterName("n"), RestoreJob::clusterName, "n"),
        property("hostId", b -> b.hostId("h"), RestoreJob::hostId, "h"),
        property("snapshotId", b -> b.snapshotId("s"), RestoreJob::snapshotId, "s"),
        property("masterKeyUUID", b -> b.masterKeyUUID("m"), RestoreJob::masterKeyUUID, "m"),
        property("deploymentJobId", b -> b.deploymentJobId("d"), RestoreJob::deploymentJobId, "d"),
        property("pointInTime", b -> b.pointInTime(false), RestoreJob::pointInTime, false),
        property(
            "encryptionEnabled",
            b -> b.encryptionEnabled(true),
            RestoreJob::encryptionEnabled,
            true),
        property("timestamp", b -> b.timestamp(TIMESTAMP), RestoreJob::timestamp, TIMESTAMP),
        property("delivery", b -> b.delivery(DELIVERY), RestoreJob::delivery, DELIVERY),
        new Property(
            "hashes", b -> b.hashes(List.of(HASH)), RestoreJob::hashes, List.of(HASH), List.of()),
        new Property(
            "links", b -> b.links(List.of(LINK)), RestoreJob::links, List.of(LINK), List.of()),
        new Property(
            "unreadable",
            b -> b.unreadable(List.of("delivery.expires")),
            RestoreJob::unreadable,
            List.of("delivery.expires"),
            List.of()));
  }

  private static RestoreJob.Builder plain() {
    return RestoreJob.builder(JOB, GROUP, CREATED, JobStatus.FINISHED);
  }

  @ParameterizedTest
  @MethodSource("properties")
  void everyPropertyIsReadBackComparedShownAndSerialized(Property property) throws Exception {
    RestoreJob without = plain().build();
    assertThat(property.get().apply(without)).isEqualTo(property.unset());

    RestoreJob.Builder builder = plain();
    property.set().accept(builder);
    RestoreJob with = builder.build();
    assertThat(property.get().apply(with)).isEqualTo(property.value());
    assertThat(with).isNotEqualTo(without);
    assertThat(with.toString()).isNotEqualTo(without.toString()).contains(property.name() + "=");
    assertThat(with.hashCode()).isNotEqualTo(without.hashCode());

    RestoreJob copy = with.toBuilder().build();
    assertThat(copy).isEqualTo(with).hasSameHashCodeAs(with).hasToString(with.toString());
    assertThat(property.get().apply(copy)).isEqualTo(property.value());
    assertThat(Serialization.copy(with)).isEqualTo(withoutLink(with));
  }

  /** Java serialization leaves the link out. */
  private static RestoreJob withoutLink(RestoreJob job) {
    return job.delivery()
        .map(delivery -> job.toBuilder().delivery(delivery.toBuilder().url(null).build()).build())
        .orElse(job);
  }

  @Test
  void thisTestCoversEveryPublicProperty() {
    List<String> accessors = new ArrayList<>();
    for (var method : RestoreJob.class.getDeclaredMethods()) {
      boolean accessor =
          java.lang.reflect.Modifier.isPublic(method.getModifiers())
              && method.getParameterCount() == 0
              && !List.of("outcome", "requireSucceeded", "toBuilder", "hashCode", "toString")
                  .contains(method.getName());
      if (accessor) {
        accessors.add(method.getName());
      }
    }
    assertThat(properties().map(Property::name).toList())
        .containsExactlyInAnyOrderElementsOf(accessors);
  }

  @Test
  void builderMayBeUsedAgainWithoutChangingTheFirstJob() {
    RestoreJob.Builder builder = plain();
    RestoreJob first = builder.build();
    RestoreJob second = builder.status(JobStatus.BROKEN).build();
    assertThat(first.status()).isEqualTo(JobStatus.FINISHED);
    assertThat(second.status()).isEqualTo(JobStatus.BROKEN);
  }

  @Test
  void listsAreCopiedAndUnmodifiable() {
    List<FileHash> hashes = new ArrayList<>(List.of(HASH));
    List<Link> links = new ArrayList<>(List.of(LINK));
    List<String> unreadable = new ArrayList<>(List.of("hostId"));
    RestoreJob job = plain().hashes(hashes).links(links).unreadable(unreadable).build();
    hashes.clear();
    links.clear();
    unreadable.clear();
    assertThat(job.hashes()).containsExactly(HASH);
    assertThat(job.links()).containsExactly(LINK);
    assertThat(job.unreadable()).containsExactly("hostId");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> job.hashes().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> job.links().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> job.unreadable().clear());
  }

  @Test
  void membersOfEveryResponseAreRequired() {
    assertThatNullPointerException()
        .isThrownBy(() -> RestoreJob.builder(null, GROUP, CREATED, JobStatus.FINISHED));
    assertThatNullPointerException()
        .isThrownBy(() -> RestoreJob.builder(JOB, null, CREATED, JobStatus.FINISHED));
    assertThatNullPointerException()
        .isThrownBy(() -> RestoreJob.builder(JOB, GROUP, null, JobStatus.FINISHED));
    assertThatNullPointerException()
        .isThrownBy(() -> RestoreJob.builder(JOB, GROUP, CREATED, null));
    assertThatNullPointerException().isThrownBy(() -> plain().id(null));
    assertThatNullPointerException().isThrownBy(() -> plain().groupId(null));
    assertThatNullPointerException().isThrownBy(() -> plain().created(null));
    assertThatNullPointerException().isThrownBy(() -> plain().status(null));
  }

  @Test
  void idsAreNotChecked() {
    assertThat(RestoreJob.builder("not-an-id", "", CREATED, JobStatus.FINISHED).build().id())
        .isEqualTo("not-an-id");
  }

  @Test
  void toStringHidesTheSecretsOfTheDelivery() {
    assertThat(plain().delivery(DELIVERY).build().toString())
        .contains("url=…")
        .doesNotContain("SECRET");
  }

  @Test
  void requireSucceededReturnsAJobThatHasSucceeded() {
    RestoreJob job = plain().build();
    assertThat(job.requireSucceeded()).isSameAs(job);
  }

  @ParameterizedTest
  @CsvSource({
    "BROKEN, request a new restore",
    "KILLED, it was cancelled",
    "IN_PROGRESS, awaitCompletion",
    "ON_HOLD, does not know this status"
  })
  void requireSucceededRejectsEveryOtherJobAndSaysWhatToDo(String status, String advice) {
    RestoreJob job = Samples.job(status);
    assertThatExceptionOfType(RestoreFailedException.class)
        .isThrownBy(job::requireSucceeded)
        .withMessageStartingWith("Restore job " + JOB + " has status " + status + ": ")
        .withMessageContaining(advice)
        .satisfies(e -> assertThat(e.job()).isSameAs(job));
  }

  @Test
  void messageAboutAFailedJobIsOneLine() {
    RestoreJob job = plain().id("a\nb").status(new JobStatus("x\u202Ey")).build();
    assertThatExceptionOfType(RestoreFailedException.class)
        .isThrownBy(job::requireSucceeded)
        .withMessageStartingWith("Restore job a?b has status x?y: ");
  }

  @Test
  void jobDoesNotEqualOtherTypes() {
    assertThat(plain().build()).isNotEqualTo(null).isNotEqualTo(JOB);
  }
}
