package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import reactor.netty.http.client.HttpClient;

/**
 * The settings of the client: the service, the key, the timeouts and the poll policy. A wrong
 * setting fails the start with a message that says what to set.
 *
 * <p>Spring Boot prints the value of a property that fails its validation. So the only constraint
 * on the private key is that it is not blank. {@link #isKeyValid} checks the rest, and its value is
 * no secret.
 *
 * @param product the service to read from
 * @param host scheme, host and port of Ops Manager; empty for the other products
 * @param publicKey the public part of the API key
 * @param privateKey the private part of the API key
 * @param plainHttp whether {@code http} is allowed to a host other than this machine
 * @param timeout the timeout of one read, with all its retries
 * @param pollInterval the time between the first two polls of a wait; later intervals grow
 * @param pollsPerMinute the maximum number of polls per minute and group; the service allows 100
 *     requests
 * @param deadline the maximum duration of one wait
 */
@Validated
@ConfigurationProperties("atlas")
public record AtlasProperties(
    @NotNull(message = "is missing: set ATLAS_PRODUCT") Product product,
    URI host,
    @NotBlank(message = "is missing: set ATLAS_PUBLIC_KEY") String publicKey,
    @NotBlank(message = "is missing: set ATLAS_PRIVATE_KEY") String privateKey,
    boolean plainHttp,
    @DefaultValue("20s") Duration timeout,
    @DefaultValue("4s") Duration pollInterval,
    @DefaultValue("100") int pollsPerMinute,
    @DefaultValue("24h") Duration deadline) {

  private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

  /** Whether Ops Manager has a host and the other products have none. */
  @AssertTrue(message = "set ATLAS_HOST for the product ops-manager, and for no other")
  public boolean isHostGivenWhereNeeded() {
    return product == null || (product == Product.OPS_MANAGER) == (host != null);
  }

  /** Whether the library accepts the host. */
  @AssertTrue(
      message =
          "ATLAS_HOST must look like https://opsmanager.example.com:8443; for plain http beyond"
              + " this machine set ATLAS_PLAIN_HTTP=true")
  public boolean isHostValid() {
    ApiKey anyKey = new ApiKey("public", "private");
    return host == null
        || isAccepted(
            () ->
                ReactorRestoreJobs.create(
                        AtlasConfig.opsManager(host, anyKey).withPlainHttp(plainHttp),
                        HttpClient.create())
                    .close());
  }

  /** Whether the library accepts the two parts as a key. */
  @AssertTrue(message = "a key must have no control characters; a public key must have no colon")
  public boolean isKeyValid() {
    return isBlank(publicKey) || isBlank(privateKey) || isAccepted(this::key);
  }

  /** Whether the library accepts the durations and the number of polls. */
  @AssertTrue(message = "durations and the number of polls must be more than zero")
  public boolean isTimingValid() {
    return isAccepted(this::timeouts) && isAccepted(this::poll);
  }

  /** Creates the configuration of the client. */
  AtlasConfig config() {
    AtlasConfig config =
        switch (product) {
          case ATLAS -> AtlasConfig.atlas(key());
          case ATLAS_GOV -> AtlasConfig.atlasGov(key());
          case CLOUD_MANAGER -> AtlasConfig.cloudManager(key());
          case OPS_MANAGER -> AtlasConfig.opsManager(host, key());
        };
    return config.withPlainHttp(plainHttp).withTimeouts(timeouts()).withPoll(poll());
  }

  private ApiKey key() {
    return new ApiKey(publicKey, privateKey);
  }

  private Timeouts timeouts() {
    return Timeouts.defaults().withCall(timeout);
  }

  private PollPolicy poll() {
    return PollPolicy.every(pollInterval)
        .withMaxInterval(MAX_INTERVAL)
        .withRate(pollsPerMinute, Duration.ofMinutes(1))
        .withDeadline(deadline);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static boolean isAccepted(Runnable factory) {
    try {
      factory.run();
      return true;
    } catch (IllegalArgumentException rejected) {
      return false;
    }
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return "AtlasProperties[product=" + product + ", host=" + host + "]";
  }
}
