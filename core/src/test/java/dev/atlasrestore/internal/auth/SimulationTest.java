package dev.atlasrestore.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.auth.ServerModel.Counts;
import dev.atlasrestore.internal.auth.ServerModel.Rules;
import dev.atlasrestore.internal.auth.Traffic.Hazards;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Concurrent calls to every kind of server, in random order. {@link Traffic} checks each message;
 * this class checks the number of requests. To run more seeds: {@code mvn test -pl core
 * -Dtest=SimulationTest -Dsimulation.seeds=100000}.
 */
class SimulationTest {

  private static final int SEEDS = 2;

  /** Concurrent calls with one opaque make this server refuse each other's fresh nonces. */
  private static final Rules PER_OPAQUE = Rules.TOLERANT.with(Counts.WITHOUT_GAP_PER_OPAQUE);

  /** Each response has a nextnonce, and a refusal invalidates the nonces just sent to others. */
  private static final Rules ONE_TIME_PER_OPAQUE =
      Rules.TOLERANT.with(Counts.LAST_NONCE_PER_OPAQUE).withNextnonce();

  private static final List<Rules> ALL_SERVERS =
      List.of(
          Rules.TOLERANT,
          Rules.STRICT,
          Rules.TOLERANT.with(Counts.WITHOUT_GAP),
          PER_OPAQUE,
          ONE_TIME_PER_OPAQUE,
          Rules.TOLERANT.withUses(7),
          Rules.STRICT.withUses(50),
          Rules.TOLERANT.withLifetime(Duration.ofMillis(200)),
          Rules.TOLERANT.withLifetime(Duration.ofSeconds(2)),
          Rules.ONE_TIME,
          Rules.ONE_TIME.withNextnonce(),
          Rules.TOLERANT.withNextnonce(),
          Rules.TOLERANT.withOneForAll());

  @ParameterizedTest
  @MethodSource
  void everyCallEndsAndNoCountIsSentTwice(long seed) {
    Random random = new Random(seed);
    Rules rules = ALL_SERVERS.get(random.nextInt(ALL_SERVERS.size()));
    Hazards hazards =
        new Hazards(
            random.nextInt(3) * 0.05,
            random.nextInt(3) * 0.05,
            random.nextInt(3) * random.nextInt(4));
    int concurrent = 1 + random.nextInt(random.nextBoolean() ? 4 : 64);
    int calls = concurrent + random.nextInt(300);

    withScenarioInFailures(
        "seed %d: %d calls, %d at once, %s, %s".formatted(seed, calls, concurrent, rules, hazards),
        () ->
            assertThat(
                    new Traffic(seed, rules, hazards).run(calls, concurrent).mostRequestsOfACall())
                .isLessThanOrEqualTo(4));
  }

  static LongStream everyCallEndsAndNoCountIsSentTwice() {
    return LongStream.range(0, Long.getLong("simulation.seeds", 50));
  }

  /** Puts the scenario before the message of a failure. */
  private static void withScenarioInFailures(String scenario, Runnable run) {
    try {
      run.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(scenario + "\n" + e.getMessage(), e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 256})
  void coldStartOnATolerantServerCostsOneRequestMoreThanCalls(int calls) {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(new Traffic(seed, Rules.TOLERANT, Hazards.NONE).run(calls, calls).requests())
          .as("seed %s", seed)
          .isEqualTo(calls + 1);
    }
  }

  static Stream<Rules> strictServers() {
    return Stream.of(
        Rules.STRICT,
        Rules.TOLERANT.with(Counts.WITHOUT_GAP),
        Rules.ONE_TIME,
        Rules.ONE_TIME.withNextnonce(),
        Rules.TOLERANT.withUses(2),
        Rules.TOLERANT.withLifetime(Duration.ofMillis(200)));
  }

  @ParameterizedTest
  @MethodSource("strictServers")
  void coldStartOnAStrictServerCostsAtMostTwoRequestsPerCall(Rules rules) {
    for (int calls : List.of(16, 256)) {
      for (long seed = 0; seed < SEEDS; seed++) {
        Traffic traffic = new Traffic(seed, rules, Hazards.NONE).run(calls, calls);

        assertThat(traffic.mostRequestsOfACall()).as("seed %s", seed).isLessThanOrEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("strictServers")
  void callToAStrictServerCostsAtMostTwoRequests(Rules rules) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Traffic traffic = new Traffic(seed, rules, Hazards.NONE).run(1000, 32);

      assertThat(traffic.mostRequestsOfACall()).as("seed %s", seed).isLessThanOrEqualTo(2);
    }
  }

  static Stream<Rules> usualServers() {
    return Stream.of(
        Rules.STRICT,
        Rules.TOLERANT.with(Counts.WITHOUT_GAP),
        Rules.TOLERANT.withUses(50),
        Rules.STRICT.withUses(50),
        Rules.ONE_TIME.withNextnonce(),
        Rules.TOLERANT.withOneForAll(),
        Rules.TOLERANT.withLifetime(Duration.ofSeconds(60)));
  }

  @ParameterizedTest
  @MethodSource("usualServers")
  void concurrentCallsCostAtMost5PercentMoreRequests(Rules rules) {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(new Traffic(seed, rules, Hazards.NONE).run(2000, 32).requests())
          .as("seed %s", seed)
          .isLessThanOrEqualTo(2100);
    }
  }

  static Stream<Rules> serversThatCheckOpaque() {
    return Stream.of(PER_OPAQUE, ONE_TIME_PER_OPAQUE);
  }

  @ParameterizedTest
  @MethodSource("serversThatCheckOpaque")
  void callToAServerThatChecksOpaqueCostsAtMostFourRequests(Rules rules) {
    for (long seed = 0; seed < 5 * SEEDS; seed++) {
      Traffic traffic = new Traffic(seed, rules, Hazards.NONE).run(4000, 32);

      assertThat(traffic.mostRequestsOfACall()).as("seed %s", seed).isLessThanOrEqualTo(4);
      assertThat(traffic.requests()).as("seed %s", seed).isLessThanOrEqualTo(4200);
    }
  }

  @Test
  void tolerantServerSendsOneChallenge() {
    assertThat(new Traffic(1, Rules.TOLERANT, Hazards.NONE).run(800, 32).requests()).isEqualTo(801);
  }
}
