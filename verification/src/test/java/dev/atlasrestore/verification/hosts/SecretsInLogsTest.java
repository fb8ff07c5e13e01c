package dev.atlasrestore.verification.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import dev.atlasrestore.verification.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import jakarta.ws.rs.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Checks which loggers of each HTTP stack show secrets at the finest level: none on the library's
 * own native clients.
 */
@Timeout(60)
class SecretsInLogsTest {

  /** The loggers of Apache's client that show secrets of a supplied client. */
  private static final Set<String> LOGGERS_OF_APACHE =
      Set.of(
          "org.apache.hc.client5.http.headers",
          "org.apache.hc.client5.http.impl.classic.MainClientExec",
          "org.apache.hc.client5.http.wire");

  /** The loggers of Reactor Netty that show the download links of a supplied client. */
  private static final Set<String> LOGGERS_OF_REACTOR_NETTY =
      Set.of(
          "reactor.netty.http.client.HttpClientConnect",
          "reactor.netty.resources.DefaultPooledConnectionProvider");

  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final String PRIVATE_KEY = "a-private-key-that-must-stay-secret";
  private static final Pattern SIGNATURE = Pattern.compile("(?:response|cnonce)=\"([^\"]+)\"");
  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJobRef WITH_URL = RestoreJobFixtures.ref(1);
  private static final RestoreJobRef BROKEN = RestoreJobFixtures.ref(2);
  private static final RestoreJobRef ARCHIVE = RestoreJobFixtures.ref(3);
  private static final RestoreJobRef REDIRECTED = RestoreJobFixtures.ref(4);

  @TempDir Path folder;

  private final Set<String> secrets = new TreeSet<>(Set.of(PRIVATE_KEY));

  @ParameterizedTest
  @EnumSource
  void noLoggerShowsASecretAndTheLibraryLogsNothing(Transport transport) {
    List<CapturedLogs.Entry> entries = entriesOf(transport::open);

    assertThat(entries).as("log records of the stack").isNotEmpty();
    assertThat(entries).noneMatch(entry -> entry.logger().startsWith("dev.atlasrestore"));
    assertThat(entries).allSatisfy(entry -> assertThat(entry.text()).doesNotContain(secrets));
  }

  @Test
  void onlyThreeLoggersOfASuppliedJerseyClientShowSecrets() {
    assertThat(loggersThatShowSecrets(SecretsInLogsTest::openOnSuppliedJersey))
        .containsExactlyInAnyOrderElementsOf(LOGGERS_OF_APACHE);
  }

  @Test
  void onlyTwoLoggersOfASuppliedReactorNettyClientShowSecrets() {
    assertThat(loggersThatShowSecrets(SecretsInLogsTest::openOnSuppliedReactorNetty))
        .containsExactlyInAnyOrderElementsOf(LOGGERS_OF_REACTOR_NETTY);
  }

  @Test
  void noLoggerOfASuppliedVertxClientShowsSecrets() {
    assertThat(loggersThatShowSecrets(SecretsInLogsTest::openOnSuppliedVertx)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "SECURITY.md"})
  void pageWarnsOfTheLoggers(String page) throws IOException {
    assertThat(Files.readString(Path.of("..", page)))
        .contains(LOGGERS_OF_APACHE)
        .contains(LOGGERS_OF_REACTOR_NETTY);
  }

  private Set<String> loggersThatShowSecrets(Function<AtlasConfig, OpenPort> transport) {
    Set<String> loggers = new TreeSet<>();
    for (CapturedLogs.Entry entry : entriesOf(transport)) {
      if (secrets.stream().anyMatch(entry.text()::contains)) {
        loggers.add(entry.logger());
      }
    }
    return loggers;
  }

  /** Makes calls that succeed and fail in several ways, and collects their secrets. */
  private List<CapturedLogs.Entry> entriesOf(Function<AtlasConfig, OpenPort> transport) {
    DigestRules rules =
        DigestRules.of(ChallengeShape.SHA_256)
            .withRspauth(DigestRules.Rspauth.RIGHT)
            .withNextNonce();
    ApiKey key = new ApiKey("public", PRIVATE_KEY);
    try (CapturedLogs logs = new CapturedLogs();
        FakeAtlas atlas = FakeAtlas.builder().digest(rules).key(key).start()) {
      put(atlas, REF, RestoreJobFixtures.withAuthHeader());
      put(atlas, WITH_URL, RestoreJobFixtures.ready());
      atlas.putJson(BROKEN, "{\"delivery\":{\"url\":\"https://secret.test/\", \"authValue\":7");
      secrets.add("https://secret.test/");
      Duration delay = Duration.ofMillis(1);
      AtlasConfig config =
          atlas.config().withRetry(RetryPolicy.defaults().withBaseDelay(delay).withMaxDelay(delay));
      FakeArchive archive = atlas.archive(ARCHIVE, 1000).cutAt(500).ranges().onlyUrl();
      FakeArchive redirected = atlas.archive(REDIRECTED, 1000).redirects(2).onlyUrl();
      callWithRightKey(transport, atlas, config);
      Stream.of(archive, redirected)
          .flatMap(each -> each.requests().stream())
          .map(SeenRequest::target)
          .forEach(secrets::add);
      callWithWrongKey(
          transport, AtlasConfig.of(config.baseUri(), new ApiKey("public", PRIVATE_KEY + "x")));
      atlas.requests().stream()
          .flatMap(request -> request.header("Authorization").stream())
          .flatMap(field -> SIGNATURE.matcher(field).results())
          .map(MatchResult::group)
          .forEach(secrets::add);
      return logs.entries();
    }
  }

  private static OpenPort openOnSuppliedReactorNetty(AtlasConfig config) {
    ConnectionProvider pool = ConnectionProvider.create("supplied");
    ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config, HttpClient.create(pool));
    return OpenPort.of(
        jobs,
        mono -> ((Mono<?>) mono).block(TIME_LIMIT),
        () -> {
          jobs.close();
          pool.dispose();
        });
  }

  private static OpenPort openOnSuppliedVertx(AtlasConfig config) {
    Vertx vertx = Vertx.vertx();
    VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config, WebClient.create(vertx));
    return OpenPort.of(
        jobs,
        future ->
            Mono.fromCompletionStage(((Future<?>) future).toCompletionStage()).block(TIME_LIMIT),
        () -> {
          jobs.close();
          vertx.close().toCompletionStage().toCompletableFuture().join();
        });
  }

  private static OpenPort openOnSuppliedJersey(AtlasConfig config) {
    Client client =
        new JerseyClientBuilder()
            .withConfig(new ClientConfig().connectorProvider(new Apache5ConnectorProvider()))
            .build();
    return OpenPort.of(JerseyRestoreJobs.create(config, client), job -> job, client::close);
  }

  private void put(FakeAtlas atlas, RestoreJobRef ref, RestoreJob job) {
    atlas.put(ref, job);
    Delivery delivery = job.delivery().orElseThrow();
    delivery.url().ifPresent(secrets::add);
    delivery.urlV2().ifPresent(secrets::add);
    delivery.authValue().ifPresent(secrets::add);
  }

  private void callWithRightKey(
      Function<AtlasConfig, OpenPort> transport, FakeAtlas atlas, AtlasConfig config) {
    try (OpenPort jobs = transport.apply(config)) {
      jobs.get(REF);
      jobs.get(WITH_URL);
      atlas.script(REF, Reply.status(503), Reply.drop(), Reply.stale());
      jobs.get(REF);
      assertThatThrownBy(() -> jobs.get(BROKEN)).isInstanceOf(AtlasException.class);
      for (RestoreJobRef archive : List.of(ARCHIVE, REDIRECTED)) {
        jobs.downloads()
            .orElseThrow()
            .download(archive, folder.resolve(archive.jobId()), DownloadOptions.defaults());
      }
    }
  }

  private static void callWithWrongKey(
      Function<AtlasConfig, OpenPort> transport, AtlasConfig config) {
    try (OpenPort jobs = transport.apply(config)) {
      assertThatThrownBy(() -> jobs.get(REF)).isInstanceOf(AtlasException.class);
    }
  }
}
