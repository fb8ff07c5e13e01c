package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of the service.
 *
 * @param atlas the client's configuration: the product, the key and the poll policy
 * @param downloads the folder of downloads
 * @param heartbeat the time between two comments in a stream of events
 * @param host the address to listen on
 * @param port the port to listen on; -1 for a free port that all instances share
 * @param instances the number of endpoint verticles
 * @param threading the threading model of the endpoint verticles
 */
record ServiceConfig(
    AtlasConfig atlas,
    Path downloads,
    Duration heartbeat,
    String host,
    int port,
    int instances,
    ThreadingModel threading) {

  private static final int MAX_PORT = 65_535;
  private static final int MAX_INSTANCES = 64;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(4);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration WAIT_DEADLINE = Duration.ofHours(24);

  /**
   * Reads the configuration. Blocks, because it looks for the folder of downloads. The required
   * settings are {@code product} ({@code atlas}, {@code atlas-gov}, {@code cloud-manager} or {@code
   * ops-manager}), {@code publicKey}, {@code privateKey}, the existing folder {@code downloads}
   * and, for {@code ops-manager}, its address {@code opsManager}. The optional settings are {@code
   * host}, {@code port}, {@code instances}, {@code threading} ({@code event-loop}, {@code worker}
   * or {@code virtual-thread}), {@code pollInterval}, {@code waitDeadline} and {@code heartbeat}.
   *
   * @throws IllegalArgumentException if a setting is wrong; the message names all errors and shows
   *     no value of a setting
   */
  static ServiceConfig from(JsonObject json) {
    Settings settings = new Settings(json);
    Optional<AtlasConfig> atlas = atlas(settings);
    Path downloads = settings.folder("downloads");
    Duration heartbeat = settings.duration("heartbeat", HEARTBEAT);
    String host = settings.optionalText("host").orElse("127.0.0.1");
    int port = settings.number("port", -1, MAX_PORT, 8080);
    int instances = settings.number("instances", 1, MAX_INSTANCES, 2);
    ThreadingModel threading = threading(settings);
    settings.throwIfInvalid();
    return new ServiceConfig(
        atlas.orElseThrow(), downloads, heartbeat, host, port, instances, threading);
  }

  private static Optional<AtlasConfig> atlas(Settings settings) {
    String product = settings.text("product");
    Optional<URI> address = settings.address("opsManager");
    String publicKey = settings.text("publicKey");
    String privateKey = settings.text("privateKey");
    Duration interval = settings.duration("pollInterval", POLL_INTERVAL);
    Duration deadline = settings.duration("waitDeadline", WAIT_DEADLINE);
    if (!settings.isValid()) {
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

  /** The interval between polls starts at this value and grows to at most one minute. */
  private static PollPolicy poll(Duration interval) {
    boolean grows = interval.compareTo(MAX_INTERVAL) < 0;
    return PollPolicy.every(interval).withMaxInterval(grows ? MAX_INTERVAL : interval);
  }

  private static AtlasConfig product(String product, Optional<URI> opsManager, ApiKey key) {
    return switch (product) {
      case "atlas" -> AtlasConfig.atlas(key);
      case "atlas-gov" -> AtlasConfig.atlasGov(key);
      case "cloud-manager" -> AtlasConfig.cloudManager(key);
      case "ops-manager" ->
          AtlasConfig.opsManager(
              opsManager.orElseThrow(
                  () -> new IllegalArgumentException("opsManager must hold its address")),
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
        settings.addError("threading must be event-loop, worker or virtual-thread");
        yield ThreadingModel.EVENT_LOOP;
      }
    };
  }
}
