package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What the service needs to know.
 *
 * @param atlas where the restore jobs are, and the key
 * @param host the address to listen on
 * @param port the port to listen on; -1 for a free one that all instances share
 * @param instances how many verticles serve
 * @param threading what they run on
 */
record ServiceConfig(
    AtlasConfig atlas, String host, int port, int instances, ThreadingModel threading) {

  private static final int MAX_PORT = 65_535;
  private static final int MAX_INSTANCES = 64;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(4);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
  private static final Duration WAIT_DEADLINE = Duration.ofHours(24);

  /**
   * Reads {@code product} ({@code atlas}, {@code atlas-gov}, {@code cloud-manager} or {@code
   * ops-manager}), {@code opsManager} (its address), {@code publicKey}, {@code privateKey}, and
   * what may be left out: {@code host}, {@code port}, {@code instances}, {@code threading} ({@code
   * event-loop}, {@code worker} or {@code virtual-thread}), {@code pollInterval}, {@code
   * waitDeadline}.
   *
   * @throws IllegalArgumentException if anything is wrong; says all of it, and no value
   */
  static ServiceConfig from(JsonObject json) {
    Settings settings = new Settings(json);
    Optional<AtlasConfig> atlas = atlas(settings);
    String host = settings.optionalText("host").orElse("127.0.0.1");
    int port = settings.number("port", -1, MAX_PORT, 8080);
    int instances = settings.number("instances", 1, MAX_INSTANCES, 2);
    ThreadingModel threading = threading(settings);
    settings.done();
    return new ServiceConfig(atlas.orElseThrow(), host, port, instances, threading);
  }

  private static Optional<AtlasConfig> atlas(Settings settings) {
    String product = settings.text("product");
    Optional<URI> address = settings.address("opsManager");
    String publicKey = settings.text("publicKey");
    String privateKey = settings.text("privateKey");
    Duration interval = settings.duration("pollInterval", POLL_INTERVAL);
    Duration deadline = settings.duration("waitDeadline", WAIT_DEADLINE);
    if (!settings.isSound()) {
      return Optional.empty();
    }
    return settings
        .make("publicKey, privateKey", () -> new ApiKey(publicKey, privateKey))
        .flatMap(key -> settings.make("product", () -> product(product, address, key)))
        .flatMap(
            config ->
                settings.make(
                    "pollInterval, waitDeadline",
                    () -> config.withPoll(poll(interval).withDeadline(deadline))));
  }

  /** Begins at this interval, which grows to a minute. */
  private static PollPolicy poll(Duration interval) {
    boolean grows = interval.compareTo(LONGEST_INTERVAL) < 0;
    return PollPolicy.every(interval).withMaxInterval(grows ? LONGEST_INTERVAL : interval);
  }

  private static AtlasConfig product(String product, Optional<URI> opsManager, ApiKey key) {
    return switch (product) {
      case "atlas" -> AtlasConfig.atlas(key);
      case "atlas-gov" -> AtlasConfig.atlasGov(key);
      case "cloud-manager" -> AtlasConfig.cloudManager(key);
      case "ops-manager" ->
          AtlasConfig.opsManager(
              opsManager.orElseThrow(
                  () -> new IllegalArgumentException("opsManager, its address, is missing")),
              key);
      default ->
          throw new IllegalArgumentException(
              "must be atlas, atlas-gov, cloud-manager or ops-manager");
    };
  }

  private static ThreadingModel threading(Settings settings) {
    return switch (settings.optionalText("threading").orElse("event-loop")) {
      case "event-loop" -> ThreadingModel.EVENT_LOOP;
      case "worker" -> ThreadingModel.WORKER;
      case "virtual-thread" -> ThreadingModel.VIRTUAL_THREAD;
      default -> {
        settings.fault("threading must be event-loop, worker or virtual-thread");
        yield ThreadingModel.EVENT_LOOP;
      }
    };
  }
}
