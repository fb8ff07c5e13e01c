package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.digest.ServerModel.Counts;
import dev.atlasrestore.internal.digest.ServerModel.Rules;
import dev.atlasrestore.internal.digest.Traffic.Hazards;
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
 * Many conversations at once against every kind of server, in random order: what each of them must
 * keep is asserted in {@link Traffic}, what all of them may cost here. With more seeds: {@code mvn
 * test -pl core -Dtest=SimulationTest -Dsimulation.seeds=100000}.
 */
class SimulationTest {

  private static final int SEEDS = 2;

  /** Calls that share an opaque make this server refuse each other's fresh nonces. */
  private static final Rules PER_OPAQUE = Rules.TOLERANT.with(Counts.OF_ITS_OPAQUE);

  /**
   * Each answer names the next nonce, and a refusal spoils what the others have just been given.
   */
  private static final Rules ONE_TIME_PER_OPAQUE =
      Rules.TOLERANT.with(Counts.OF_THE_LAST_OF_ITS_OPAQUE).withNextNonces();

  private static final List<Rules> KINDS =
      List.of(
          Rules.TOLERANT,
          Rules.STRICT,
          Rules.TOLERANT.with(Counts.WITHOUT_GAP),
          PER_OPAQUE,
          ONE_TIME_PER_OPAQUE,
          Rules.TOLERANT.withUses(7),
          Rules.STRICT.withUses(50),
          Rules.TOLERANT.withLife(Duration.ofMillis(200)),
          Rules.TOLERANT.withLife(Duration.ofSeconds(2)),
          Rules.ONE_TIME,
          Rules.ONE_TIME.withNextNonces(),
          Rules.TOLERANT.withNextNonces(),
          Rules.TOLERANT.withOneForAll());

  @ParameterizedTest
  @MethodSource
  void whatever_happens_every_call_ends_and_no_count_is_sent_twice(long seed) {
    Random random = new Random(seed);
    Rules rules = KINDS.get(random.nextInt(KINDS.size()));
    Hazards hazards =
        new Hazards(
            random.nextInt(3) * 0.05,
            random.nextInt(3) * 0.05,
            random.nextInt(3) * random.nextInt(4));
    int concurrent = 1 + random.nextInt(random.nextBoolean() ? 4 : 64);
    int calls = concurrent + random.nextInt(300);

    asserting(
        "seed %d: %d calls, %d at once, %s, %s".formatted(seed, calls, concurrent, rules, hazards),
        () ->
            assertThat(
                    new Traffic(seed, rules, hazards).run(calls, concurrent).mostRequestsOfACall())
                .isLessThanOrEqualTo(4));
  }

  static LongStream whatever_happens_every_call_ends_and_no_count_is_sent_twice() {
    return LongStream.range(0, Long.getLong("simulation.seeds", 200));
  }

  /** Puts the scenario before whatever fails inside. */
  private static void asserting(String scenario, Runnable run) {
    try {
      run.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(scenario + "\n" + e.getMessage(), e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 256})
  void a_cold_start_costs_a_tolerant_server_one_request_more_than_calls(int calls) {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(new Traffic(seed, Rules.TOLERANT, Hazards.NONE).run(calls, calls).requests())
          .as("seed %s", seed)
          .isEqualTo(calls + 1);
    }
  }

  static Stream<Rules> hard() {
    return Stream.of(
        Rules.STRICT,
        Rules.TOLERANT.with(Counts.WITHOUT_GAP),
        Rules.ONE_TIME,
        Rules.ONE_TIME.withNextNonces(),
        Rules.TOLERANT.withUses(2),
        Rules.TOLERANT.withLife(Duration.ofMillis(200)));
  }

  @ParameterizedTest
  @MethodSource("hard")
  void a_cold_start_costs_a_hard_server_two_requests_a_call_at_most(Rules rules) {
    for (int calls : List.of(16, 256)) {
      for (long seed = 0; seed < SEEDS; seed++) {
        Traffic traffic = new Traffic(seed, rules, Hazards.NONE).run(calls, calls);

        assertThat(traffic.mostRequestsOfACall()).as("seed %s", seed).isLessThanOrEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("hard")
  void no_call_to_a_hard_server_ever_costs_more_than_two_requests(Rules rules) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Traffic traffic = new Traffic(seed, rules, Hazards.NONE).run(1000, 32);

      assertThat(traffic.mostRequestsOfACall()).as("seed %s", seed).isLessThanOrEqualTo(2);
    }
  }

  static Stream<Rules> usual() {
    return Stream.of(
        Rules.STRICT,
        Rules.TOLERANT.with(Counts.WITHOUT_GAP),
        Rules.TOLERANT.withUses(50),
        Rules.STRICT.withUses(50),
        Rules.ONE_TIME.withNextNonces(),
        Rules.TOLERANT.withOneForAll(),
        Rules.TOLERANT.withLife(Duration.ofSeconds(60)));
  }

  @ParameterizedTest
  @MethodSource("usual")
  void two_thousand_calls_32_at_once_cost_1_05_requests_each_at_most(Rules rules) {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(new Traffic(seed, rules, Hazards.NONE).run(2000, 32).requests())
          .as("seed %s", seed)
          .isLessThanOrEqualTo(2100);
    }
  }

  static Stream<Rules> perOpaque() {
    return Stream.of(PER_OPAQUE, ONE_TIME_PER_OPAQUE);
  }

  @ParameterizedTest
  @MethodSource("perOpaque")
  void a_server_that_judges_per_opaque_costs_four_requests_a_call_at_most_until_each_has_its_own(
      Rules rules) {
    for (long seed = 0; seed < 5 * SEEDS; seed++) {
      Traffic traffic = new Traffic(seed, rules, Hazards.NONE).run(4000, 32);

      assertThat(traffic.mostRequestsOfACall()).as("seed %s", seed).isLessThanOrEqualTo(4);
      assertThat(traffic.requests()).as("seed %s", seed).isLessThanOrEqualTo(4200);
    }
  }

  @Test
  void a_tolerant_server_is_asked_once() {
    assertThat(new Traffic(1, Rules.TOLERANT, Hazards.NONE).run(800, 32).requests()).isEqualTo(801);
  }
}
