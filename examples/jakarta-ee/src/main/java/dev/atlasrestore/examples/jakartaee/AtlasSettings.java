package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** The client's configuration, read from keys. Durations are ISO 8601: {@code PT30S}. */
final class AtlasSettings {

  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  private final Keys keys;

  private AtlasSettings(Keys keys) {
    this.keys = keys;
  }

  /**
   * The configuration that these keys hold.
   *
   * @throws IllegalArgumentException if one that is needed is missing, or makes no sense
   */
  static AtlasConfig of(Keys keys) {
    return new AtlasSettings(keys).config();
  }

  private AtlasConfig config() {
    return product()
        .withTimeouts(Timeouts.defaults().withCall(duration("atlas.call-timeout", "PT30S")))
        .withPoll(
            poll(duration("atlas.poll.interval", "PT4S"))
                .withDeadline(duration("atlas.poll.deadline", "PT30M")));
  }

  /** Begins at this interval, which grows to a minute. */
  private static PollPolicy poll(Duration interval) {
    boolean grows = interval.compareTo(LONGEST_INTERVAL) < 0;
    return PollPolicy.every(interval).withMaxInterval(grows ? LONGEST_INTERVAL : interval);
  }

  private AtlasConfig product() {
    ApiKey key = new ApiKey(needed("atlas.public-key"), needed("atlas.private-key"));
    String product = keys.value("atlas.product").orElse("atlas");
    return switch (product) {
      case "atlas" -> AtlasConfig.atlas(key);
      case "atlas-gov" -> AtlasConfig.atlasGov(key);
      case "cloud-manager" -> AtlasConfig.cloudManager(key);
      case "ops-manager" -> AtlasConfig.opsManager(URI.create(needed("atlas.host")), key);
      default -> throw new IllegalArgumentException("atlas.product is no product: " + product);
    };
  }

  private String needed(String key) {
    return keys.value(key).orElseThrow(() -> new IllegalArgumentException(key + " is not set"));
  }

  private Duration duration(String key, String otherwise) {
    String value = keys.value(key).orElse(otherwise);
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(key + " is no ISO 8601 duration: " + value, e);
    }
  }
}
