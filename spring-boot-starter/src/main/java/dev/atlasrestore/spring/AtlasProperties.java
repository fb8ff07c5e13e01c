package dev.atlasrestore.spring;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the client. A wrong setting fails the start of the application with a message
 * that names the property and says what to set. No message contains the private key.
 *
 * @param product the service to read from
 * @param host scheme, host and port of Ops Manager, for example
 *     https://opsmanager.example.com:8443. Not set for the other products.
 * @param publicKey the public part of the API key
 * @param privateKey the private part of the API key
 * @param plainHttp whether plain http is allowed to a host other than this machine
 * @param connectTimeout the timeout of connecting, of the library's own native client
 * @param responseTimeout the timeout of one HTTP exchange
 * @param timeout the timeout of one read, with all its retries
 * @param maxAttempts the maximum number of attempts of one read
 * @param pollInterval the time between the first two polls of a wait. Later intervals grow.
 * @param maxPollInterval the longest time between two polls of a wait
 * @param pollsPerMinute the maximum number of polls per minute and project. The default is that of
 *     the library.
 * @param deadline the maximum duration of one wait
 */
@ConfigurationProperties("atlas")
public record AtlasProperties(
    @Nullable Product product,
    @Nullable URI host,
    @Nullable String publicKey,
    @Nullable String privateKey,
    @DefaultValue("false") boolean plainHttp,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("30s") Duration responseTimeout,
    @DefaultValue("2m") Duration timeout,
    @DefaultValue("3") int maxAttempts,
    @DefaultValue("4s") Duration pollInterval,
    @DefaultValue("1m") Duration maxPollInterval,
    @Nullable Integer pollsPerMinute,
    @DefaultValue("24h") Duration deadline) {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The services that run restores. */
  public enum Product {
    /** MongoDB Atlas: Legacy Backup only. */
    ATLAS,
    /** MongoDB Atlas for Government: Legacy Backup only. */
    ATLAS_GOV,
    /** MongoDB Cloud Manager. */
    CLOUD_MANAGER,
    /** Self-hosted MongoDB Ops Manager. Only this product needs a host. */
    OPS_MANAGER
  }

  /**
   * Returns the configuration of the client.
   *
   * @throws InvalidSettingException if a setting is missing or wrong
   */
  public AtlasConfig toConfig() {
    Product required =
        required(product, "product", "atlas, atlas-gov, cloud-manager or ops-manager");
    ApiKey key = key();
    AtlasConfig config =
        base(required, key)
            .withPlainHttp(plainHttp)
            .withTimeouts(timeouts())
            .withRetry(
                checked("max-attempts", () -> RetryPolicy.defaults().withMaxAttempts(maxAttempts)))
            .withPoll(poll());
    return pollsPerMinute == null
        ? config
        : checked("polls-per-minute", () -> config.withPollRate(pollsPerMinute, MINUTE));
  }

  private AtlasConfig base(Product required, ApiKey key) {
    if (required == Product.OPS_MANAGER) {
      URI opsManager = required(host, "host", "the address of Ops Manager, https://HOST:PORT");
      return checked("host", () -> AtlasConfig.opsManager(opsManager, key));
    }
    if (host != null) {
      throw new InvalidSettingException(
          "host", "only the product ops-manager has a host. Remove it, or set that product");
    }
    return switch (required) {
      case ATLAS -> AtlasConfig.atlas(key);
      case ATLAS_GOV -> AtlasConfig.atlasGov(key);
      default -> AtlasConfig.cloudManager(key);
    };
  }

  private ApiKey key() {
    String publicPart = required(publicKey, "public-key", "the public part of an API key");
    String privatePart = required(privateKey, "private-key", "the private part of an API key");
    checked("public-key", () -> new ApiKey(publicPart, "private"));
    return checked("private-key", () -> new ApiKey(publicPart, privatePart));
  }

  private Timeouts timeouts() {
    Timeouts defaults = Timeouts.defaults();
    checked("connect-timeout", () -> defaults.withConnect(connectTimeout));
    checked("response-timeout", () -> defaults.withResponse(responseTimeout));
    checked("timeout", () -> defaults.withCall(timeout));
    return defaults.withConnect(connectTimeout).withResponse(responseTimeout).withCall(timeout);
  }

  private PollPolicy poll() {
    PollPolicy interval =
        checked("poll-interval", () -> PollPolicy.defaults().withInterval(pollInterval));
    PollPolicy limited =
        checked("max-poll-interval", () -> interval.withMaxInterval(maxPollInterval));
    return checked("deadline", () -> limited.withDeadline(deadline));
  }

  private static <T> T required(@Nullable T value, String property, String what) {
    if (value == null || (value instanceof String text && text.isBlank())) {
      throw new InvalidSettingException(property, "it is missing. Set it to " + what);
    }
    return value;
  }

  /** The messages of the library name no secret. */
  private static <T> T checked(String property, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(property, String.valueOf(e.getMessage()));
    }
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return "AtlasProperties[product=" + product + ", host=" + host + "]";
  }
}
