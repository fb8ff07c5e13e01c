package dev.atlasrestore.consumers.jakartaee;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.consumers.jakartaee.host.Host;
import dev.atlasrestore.consumers.jakartaee.host.Settings;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The application in a container, with a client that calls it and a fake Atlas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostScene {

  private final AtomicInteger groups = new AtomicInteger();
  FakeAtlas atlas;
  Host host;
  Caller caller;
  Path folder;

  /** Starts the container, without the application. */
  abstract Host start(Settings settings);

  @BeforeAll
  void start() throws IOException {
    folder = Files.createTempDirectory("downloads");
    atlas = FakeAtlas.builder().basePath("/api/public/v1.0").start();
    Map<String, String> keys =
        Map.of(
            "atlas.product", "ops-manager",
            "atlas.host", atlasHost(),
            "atlas.downloads", folder.toString(),
            "atlas.call-timeout", "PT5S",
            "atlas.poll.interval", "PT0.1S");
    Path war = ProbeWar.of(property("hosts.war"), property("hosts.folder").resolve("restores.war"));
    ApiKey key = atlas.config().key();
    host = start(new Settings(war, keys, key.publicKey(), key.privateKey()));
    host.deploy();
    caller = new Caller(host.application());
    // The first request is slow, so it is not part of a test.
    caller.get(Caller.path(ref()));
  }

  private static Path property(String name) {
    return Path.of(System.getProperty(name));
  }

  @AfterAll
  void stop() throws IOException {
    if (host != null) {
      host.close();
    }
    atlas.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @BeforeEach
  void resetAtlas() {
    atlas.reset();
  }

  String atlasHost() {
    return "http://" + atlas.baseUri().getAuthority();
  }

  /**
   * Returns a job in a new group, because the rate limiter paces the polls of each group
   * separately.
   */
  RestoreJobRef ref() {
    return new RestoreJobRef(
        "%024x".formatted(groups.incrementAndGet()), "Cluster0", RestoreJobFixtures.JOB_ID);
  }
}
