package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeTls;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * Creates the {@link PortFixture}s of one test on one kind of client. Retries are quick and have no
 * budget, unless the test configures them.
 */
final class PortFixtures {

  static final Duration LONGEST_BACK_OFF = Duration.ofMillis(5);
  static final DigestRules MD5 = DigestRules.of(ChallengeShape.MD5);

  private final RestoreJobPortContract contract;
  private final ClientKind kind;
  private final boolean checksConnections;
  private final Duration patience;

  PortFixtures(
      RestoreJobPortContract contract,
      ClientKind kind,
      boolean checksConnections,
      Duration patience) {
    this.contract = contract;
    this.kind = kind;
    this.checksConnections = checksConnections;
    this.patience = patience;
  }

  /** Starts a fake Atlas, and opens a port on a new client. */
  PortFixture open() {
    return open(MD5);
  }

  PortFixture open(DigestRules rules) {
    return open(FakeAtlas.builder().digest(rules), UnaryOperator.identity());
  }

  PortFixture open(UnaryOperator<AtlasConfig> configure) {
    return open(FakeAtlas.builder().digest(MD5), configure);
  }

  PortFixture open(FakeAtlas.Builder builder, UnaryOperator<AtlasConfig> configure) {
    return open(builder, configure, kind);
  }

  /** Starts a fake Atlas with TLS, and opens a port on a new client that uses this proxy. */
  PortFixture openThrough(ConnectProxy proxy) {
    return openThrough(proxy, UnaryOperator.identity());
  }

  PortFixture openThrough(ConnectProxy proxy, UnaryOperator<AtlasConfig> configure) {
    return open(
        FakeAtlas.builder().digest(MD5).tls(FakeTls.trusted()),
        configure,
        ClientKind.proxied(proxy.uri(), FakeTls.trustStore()));
  }

  private PortFixture open(
      FakeAtlas.Builder builder, UnaryOperator<AtlasConfig> configure, ClientKind client) {
    FakeAtlas atlas = builder.start();
    atlas.put(PortFixture.REF, PortFixture.JOB);
    Queue<CallEvent> events = new ConcurrentLinkedQueue<>();
    AtlasConfig config =
        configure.apply(withQuickRetries(atlas.config()).withListener(events::add));
    try {
      return new PortFixture(
          atlas,
          contract.open(config, client),
          config.key(),
          events,
          checksConnections,
          patience());
    } catch (RuntimeException | Error e) {
      atlas.close();
      throw e;
    }
  }

  /** Opens a port on a new client, without a fake Atlas. */
  OpenPort openPort(AtlasConfig config) {
    return contract.open(config, kind);
  }

  /** Whether the transport must keep this rule. */
  boolean keeps(String rule) {
    return contract.traits().excuse(rule, kind).isEmpty();
  }

  /** Returns how long the test waits for an event that must happen. */
  Duration patience() {
    return patience;
  }

  /** See {@link Contract#grace()}. */
  Duration grace() {
    return contract.grace();
  }

  /** Makes waits poll every 2 ms, for at most a minute. */
  static AtlasConfig withQuickPolls(AtlasConfig config) {
    return withQuickPolls(config, Duration.ofMinutes(1));
  }

  static AtlasConfig withQuickPolls(AtlasConfig config, Duration deadline) {
    return config
        .withPoll(PollPolicy.every(Duration.ofMillis(2)).withDeadline(deadline))
        .withoutPollRate();
  }

  private static AtlasConfig withQuickRetries(AtlasConfig config) {
    return config.withRetry(
        RetryPolicy.defaults()
            .withBaseDelay(Duration.ofMillis(1))
            .withMaxDelay(LONGEST_BACK_OFF)
            .withBudget(false));
  }
}
