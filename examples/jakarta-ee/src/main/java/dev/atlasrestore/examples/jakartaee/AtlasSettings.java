package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.Timeouts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * Reads the configuration of the client from settings. Durations are ISO 8601, for example {@code
 * PT30S}.
 */
final class AtlasSettings {

  private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

  private final Keys keys;

  private AtlasSettings(Keys keys) {
    this.keys = keys;
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException if a required setting is missing, or if a setting is invalid
   */
  static AtlasConfig of(Keys keys) {
    return new AtlasSettings(keys).config();
  }

  /**
   * Reads the folder of downloads.
   *
   * @throws IllegalArgumentException if it is not set or does not exist
   */
  static Path downloads(Keys keys) {
    Path folder = Path.of(new AtlasSettings(keys).required("atlas.downloads"));
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("atlas.downloads must name a folder that exists");
    }
    return folder;
  }

  private AtlasConfig config() {
    return product()
        .withTimeouts(Timeouts.defaults().withCall(duration("atlas.call-timeout", "PT30S")))
        .withPoll(
            poll(duration("atlas.poll.interval", "PT4S"))
                .withDeadline(duration("atlas.poll.deadline", "PT30M")));
  }

  /** The interval between polls starts at this value and grows to at most one minute. */
  private static PollPolicy poll(Duration interval) {
    boolean grows = interval.compareTo(MAX_INTERVAL) < 0;
    return PollPolicy.every(interval).withMaxInterval(grows ? MAX_INTERVAL : interval);
  }

  private AtlasConfig product() {
    ApiKey key = new ApiKey(required("atlas.public-key"), required("atlas.private-key"));
    String product = keys.value("atlas.product").orElse("atlas");
    return switch (product) {
      case "atlas" -> AtlasConfig.atlas(key);
      case "atlas-gov" -> AtlasConfig.atlasGov(key);
      case "cloud-manager" -> AtlasConfig.cloudManager(key);
      case "ops-manager" -> AtlasConfig.opsManager(URI.create(required("atlas.host")), key);
      default ->
          throw new IllegalArgumentException("atlas.product is not a known product: " + product);
    };
  }

  private String required(String key) {
    return keys.value(key).orElseThrow(() -> new IllegalArgumentException(key + " is not set"));
  }

  private Duration duration(String key, String defaultValue) {
    String value = keys.value(key).orElse(defaultValue);
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(key + " is not an ISO 8601 duration: " + value, e);
    }
  }
}
