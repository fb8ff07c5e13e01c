package dev.atlasrestore.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobListPort;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RestoreWatchPort;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.UserConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

/** Tests the beans of an application that uses the starter. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class AutoConfigurationTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(AtlasRestoreAutoConfiguration.class));

  private ApplicationContextRunner on(FakeAtlas atlas) {
    return application.withBean(AtlasConfig.class, atlas::config);
  }

  @Test
  void applicationInjectsThePorts(FakeAtlas atlas) {
    atlas.put(REF, RestoreJobFixtures.finished());
    on(atlas)
        .withConfiguration(UserConfigurations.of(Consumers.class))
        .run(
            context -> {
              PortUser user = context.getBean(PortUser.class);
              RestoreJob job = user.jobs().get(REF).block(SOON);
              assertThat(job).isEqualTo(RestoreJobFixtures.finished());
              assertThat(user.all())
                  .hasSize(5)
                  .allMatch(port -> port == context.getBean(SpringRestoreJobs.class));
            });
    assertThat(atlas.connections()).isOne();
  }

  record PortUser(RestoreJobPort<Mono<RestoreJob>> jobs, List<Object> all) {}

  @Configuration(proxyBeanMethods = false)
  static class Consumers {

    @Bean
    PortUser user(
        RestoreJobPort<Mono<RestoreJob>> jobs,
        RestoreJobListPort<Mono<List<RestoreJob>>> lists,
        RestoreBatchPort<Mono<List<RestoreJob>>> batches,
        RestoreWatchPort<Flux<RestoreJob>> watches,
        RestoreDownloadPort<Mono<DownloadedArchive>> downloads) {
      return new PortUser(jobs, List.of(jobs, lists, batches, watches, downloads));
    }
  }

  @Test
  void downloadWritesAVerifiedFile(FakeAtlas atlas, @TempDir Path folder) {
    byte[] content = "archive".getBytes(StandardCharsets.UTF_8);
    atlas.archive(REF, content).fileName("a.tar.gz");
    on(atlas)
        .run(
            context ->
                StepVerifier.create(context.getBean(SpringRestoreJobs.class).download(REF, folder))
                    .assertNext(archive -> assertThat(archive.requireVerified()).isNotNull())
                    .expectComplete()
                    .verify(SOON));
    assertThat(folder.resolve("a.tar.gz")).hasBinaryContent(content);
  }

  @Test
  void stopEndsDownloads(FakeAtlas atlas, @TempDir Path folder) {
    atlas.archive(REF, 1000).stallAt(10);
    on(atlas)
        .run(
            context -> {
              SpringRestoreJobs jobs = context.getBean(SpringRestoreJobs.class);
              StepVerifier.create(jobs.download(REF, folder))
                  .then(() -> awaitRequests(atlas, 3))
                  .then(jobs::stop)
                  .expectErrorSatisfies(AutoConfigurationTest::assertIsClosed)
                  .verify(SOON);
              StepVerifier.create(jobs.download(REF, folder))
                  .expectErrorSatisfies(AutoConfigurationTest::assertIsClosed)
                  .verify(SOON);
            });
    assertThat(atlas.requests()).as("a challenge, a read and the link").hasSize(3);
  }

  private static void awaitRequests(FakeAtlas atlas, int count) {
    try {
      assertThat(atlas.awaitRequests(count, SOON)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void clientOfTheApplicationReplacesTheConfiguredOne(FakeAtlas atlas) {
    application
        .withBean(ReactorRestoreJobs.class, () -> ReactorRestoreJobs.create(atlas.config()))
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(ReactorRestoreJobs.class);
              assertThat(context).hasSingleBean(SpringRestoreJobs.class);
              assertThat(context).doesNotHaveBean(AtlasConfig.class);
            });
  }

  @Test
  void otherPortOfTheApplicationReplacesAllClients() {
    RestoreJobPort<?> other =
        new RestoreJobPort<Mono<RestoreJob>>() {
          @Override
          public Mono<RestoreJob> get(RestoreJobRef ref) {
            return Mono.empty();
          }

          @Override
          public Mono<RestoreJob> awaitCompletion(RestoreJobRef ref) {
            return Mono.empty();
          }

          @Override
          public Mono<RestoreJob> awaitCompletion(
              RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
            return Mono.empty();
          }
        };
    application
        .withBean(RestoreJobPort.class, () -> other)
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(RestoreJobPort.class);
              assertThat(context).doesNotHaveBean(SpringRestoreJobs.class);
            });
  }

  @Test
  void httpClientOfTheApplicationIsUsed(FakeAtlas atlas) {
    atlas.put(REF, RestoreJobFixtures.finished());
    on(atlas)
        .withBean(
            HttpClient.class,
            () -> HttpClient.create().headers(fields -> fields.set("X-Application", "mine")))
        .run(context -> context.getBean(SpringRestoreJobs.class).get(REF).block(SOON));

    assertThat(atlas.requests()).allMatch(request -> request.header("X-Application").isPresent());
  }

  @Test
  void everyListenerReceivesTheEvents(FakeAtlas atlas) {
    atlas.put(REF, RestoreJobFixtures.finished());
    List<CallEvent> events = new CopyOnWriteArrayList<>();
    on(atlas)
        .withBean("one", CallListener.class, () -> events::add)
        .withBean("other", CallListener.class, () -> events::add)
        .run(context -> context.getBean(SpringRestoreJobs.class).get(REF).block(SOON));

    assertThat(events).filteredOn(CallEvent.Done.class::isInstance).hasSize(2);
  }

  @Test
  void metricsCountRequestsAndOpenWaits(FakeAtlas atlas) {
    atlas.put(REF, RestoreJobFixtures.finished());
    atlas.script(REF, Reply.status(503));
    on(atlas)
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              context.getBean(SpringRestoreJobs.class).get(REF).block(SOON);
              MeterRegistry meters = context.getBean(MeterRegistry.class);
              assertThat(
                      meters.get("atlas.restore.requests").counters().stream()
                          .mapToDouble(counter -> counter.count())
                          .sum())
                  .isEqualTo(atlas.requests().size());
              assertThat(meters.get("atlas.restore.retries").counter().count()).isOne();
              assertThat(meters.get("atlas.restore.calls").timer().count()).isOne();
              assertThat(meters.get("atlas.restore.calls.active").gauge().value()).isZero();
            });
  }

  @Test
  void cancelledCallIsNoLongerActive(FakeAtlas atlas) throws Exception {
    atlas.put(REF, RestoreJobFixtures.inProgress());
    on(atlas)
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              MeterRegistry meters = context.getBean(MeterRegistry.class);
              Disposable wait =
                  context.getBean(SpringRestoreJobs.class).awaitCompletion(REF).subscribe();
              assertThat(atlas.awaitRequests(2, SOON)).isTrue();
              assertThat(meters.get("atlas.restore.calls.active").gauge().value()).isOne();
              wait.dispose();
              assertThat(meters.get("atlas.restore.calls.active").gauge().value()).isZero();
              assertThat(
                      meters.get("atlas.restore.calls").tag("failure", "cancelled").timer().count())
                  .isOne();
            });
  }

  @Test
  void applicationStartsWithoutMicrometerAndActuator(FakeAtlas atlas) {
    on(atlas)
        .withClassLoader(
            new FilteredClassLoader("io.micrometer", "org.springframework.boot.actuate"))
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SpringRestoreJobs.class));
  }

  @Test
  void healthCanBeTurnedOff(FakeAtlas atlas) {
    for (String property : List.of("atlas-restore", "defaults")) {
      on(atlas)
          .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
          .withPropertyValues("management.health." + property + ".enabled=off")
          .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }
  }

  @Test
  void healthShowsTheLastCallWithoutARequestOfItsOwn(FakeAtlas atlas) {
    atlas.put(REF, RestoreJobFixtures.finished());
    on(atlas)
        .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
        .run(
            context -> {
              HealthIndicator health = context.getBean(HealthIndicator.class);
              SpringRestoreJobs jobs = context.getBean(SpringRestoreJobs.class);
              assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);
              assertThat(atlas.requests()).isEmpty();

              jobs.get(REF).block(SOON);
              assertThat(health.health().getStatus()).isEqualTo(Status.UP);

              StepVerifier.create(jobs.get(RestoreJobFixtures.ref(1))).expectError().verify(SOON);
              assertThat(health.health().getStatus()).as("after a 404").isEqualTo(Status.UP);

              atlas.script(REF, Reply.error(403, "FORBIDDEN", "No."));
              StepVerifier.create(jobs.get(REF)).expectError().verify(SOON);
              assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
              assertThat(health.health().getDetails())
                  .containsEntry("failure", "AccessDeniedException");
            });
  }

  @Test
  void stopEndsWaitsWithATypedErrorAndLetsReadsFinish(FakeAtlas atlas) {
    atlas.put(REF, RestoreJobFixtures.inProgress());
    on(atlas)
        .run(
            context -> {
              SpringRestoreJobs jobs = context.getBean(SpringRestoreJobs.class);
              StepVerifier.create(jobs.watch(REF))
                  .expectNextCount(1)
                  .then(() -> assertThat(jobs.openWaits()).isOne())
                  .then(jobs::stop)
                  .expectErrorSatisfies(AutoConfigurationTest::assertIsClosed)
                  .verify(SOON);
              assertThat(jobs.openWaits()).isZero();
              StepVerifier.create(jobs.awaitCompletion(REF))
                  .expectErrorSatisfies(AutoConfigurationTest::assertIsClosed)
                  .verify(SOON);
              StepVerifier.create(jobs.awaitAll(List.of(REF)))
                  .expectErrorSatisfies(AutoConfigurationTest::assertIsClosed)
                  .verify(SOON);

              assertThat(jobs.get(REF).block(SOON)).isNotNull();
            });
  }

  private static void assertIsClosed(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            TransportException.class,
            closed ->
                assertThat(closed.failure().kind()).isEqualTo(TransportFailure.Kind.CLIENT_CLOSED));
  }
}
