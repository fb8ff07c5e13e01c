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
 * Which service to ask, with which key, and how patiently. What is wrong here ends the start, with
 * a message that says what to set.
 *
 * <p>Spring Boot prints the value of a property that fails. So nothing is asked of the private key
 * itself but that it is there: the rest is asked by {@link #isKeyValid}, whose value is no secret.
 *
 * @param product which service
 * @param host scheme, host and port of Ops Manager; the other products have theirs
 * @param publicKey the public part of the API key
 * @param privateKey the private part of the API key
 * @param plainHttp allows {@code http} to a host that is not this machine
 * @param timeout how long one read may take, with all retries
 * @param pollInterval the time between the first two reads of a wait; later ones grow
 * @param pollsPerMinute the most polls a minute for one group; the service allows 100 requests
 * @param deadline how long one wait may last
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

  /** Whether there is a host where one is needed, and none where it would have no effect. */
  @AssertTrue(message = "set ATLAS_HOST for the product ops-manager, and for no other")
  public boolean isHostGivenWhereNeeded() {
    return product == null || (product == Product.OPS_MANAGER) == (host != null);
  }

  /** Whether the host can be asked: the library itself is the judge. */
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

  /** Whether the two parts make a key. */
  @AssertTrue(message = "no part of the key may hold control characters, the public one no colon")
  public boolean isKeyValid() {
    return isBlank(publicKey) || isBlank(privateKey) || isAccepted(this::key);
  }

  /** Whether times and rate can be kept. */
  @AssertTrue(message = "times and the number of polls must be more than zero")
  public boolean isPatienceValid() {
    return isAccepted(this::timeouts) && isAccepted(this::poll);
  }

  /** What the client is made from. */
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

  private static boolean isAccepted(Runnable construction) {
    try {
      construction.run();
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** Without the private key. */
  @Override
  public String toString() {
    return "AtlasProperties[product=" + product + ", host=" + host + "]";
  }
}
