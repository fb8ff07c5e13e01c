package dev.atlasrestore.consumers.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Logback without a configuration logs at DEBUG. At that level and at TRACE, the library's own
 * native clients log no credentials, no body and no download link.
 */
@Timeout(60)
class BareLogbackTest {

  private static final String PRIVATE_KEY = "a-private-key-that-must-stay-secret";
  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJobRef ARCHIVE = RestoreJobFixtures.ref(1);

  @TempDir Path folder;
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  /** Reads {@link #REF} and downloads {@link #ARCHIVE}. */
  private record Transport(String name, BiFunction<AtlasConfig, Path, RestoreJob> calls) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> transportsAndLevels() {
    return Stream.of(
            new Transport("Jersey", BareLogbackTest::callJersey),
            new Transport("Reactor Netty", BareLogbackTest::callReactor),
            new Transport("Vert.x", BareLogbackTest::callVertx))
        .flatMap(
            transport ->
                Stream.of(Level.DEBUG, Level.TRACE).map(level -> Arguments.of(transport, level)));
  }

  @ParameterizedTest
  @MethodSource("transportsAndLevels")
  void ownClientLogsNoSecret(Transport transport, Level level) {
    RestoreJob job = RestoreJobFixtures.withAuthHeader();
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Set<String> secrets = new TreeSet<>(Set.of(PRIVATE_KEY, "\"statusName\"", "Digest username"));
    Delivery delivery = job.delivery().orElseThrow();
    Stream.of(delivery.url(), delivery.urlV2(), delivery.authValue())
        .forEach(secret -> secret.ifPresent(secrets::add));
    try (FakeAtlas atlas = FakeAtlas.builder().key(new ApiKey("public", PRIVATE_KEY)).start()) {
      atlas.put(REF, job);
      FakeArchive archive = atlas.archive(ARCHIVE, 1000).redirects(1).onlyUrl();
      Appender appender = new Appender(logged);
      appender.setContext(ROOT.getLoggerContext());
      appender.start();
      ROOT.addAppender(appender);
      ROOT.setLevel(level);
      try {
        assertEquals(job.id(), transport.calls().apply(atlas.config(), folder).id());
      } finally {
        ROOT.setLevel(Level.DEBUG);
        ROOT.detachAppender(appender);
      }
      atlas.requests().stream()
          .flatMap(request -> request.header("Authorization").stream())
          .forEach(secrets::add);
      archive.requests().forEach(request -> secrets.add(request.target()));
    }
    assertFalse(logged.isEmpty());
    for (String secret : secrets) {
      List<String> withSecret = logged.stream().filter(line -> line.contains(secret)).toList();
      assertTrue(withSecret.isEmpty(), () -> "logged: " + withSecret);
    }
  }

  private static RestoreJob callJersey(AtlasConfig config, Path folder) {
    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config)) {
      jobs.download(ARCHIVE, folder);
      return jobs.get(REF);
    }
  }

  private static RestoreJob callReactor(AtlasConfig config, Path folder) {
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config)) {
      return jobs.download(ARCHIVE, folder).then(jobs.get(REF)).block();
    }
  }

  private static RestoreJob callVertx(AtlasConfig config, Path folder) {
    Vertx vertx = Vertx.vertx();
    try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config)) {
      return jobs.download(ARCHIVE, folder)
          .compose(archive -> jobs.get(REF))
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** Collects the messages and stack traces of all events. */
  private static final class Appender extends AppenderBase<ILoggingEvent> {

    private final Queue<String> logged;

    private Appender(Queue<String> logged) {
      this.logged = logged;
    }

    @Override
    protected void append(ILoggingEvent event) {
      String error =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      logged.add(event.getLoggerName() + ": " + event.getFormattedMessage() + " " + error);
    }
  }
}
