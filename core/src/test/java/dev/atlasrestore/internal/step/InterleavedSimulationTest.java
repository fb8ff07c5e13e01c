package dev.atlasrestore.internal.step;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Simulation;
import dev.atlasrestore.exchange.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs many interleaved calls in virtual time and compares the time of every request with a model.
 * The model has no steps: it has an array of due times and one exchange at a time. A hash that was
 * recorded with another implementation reveals a change that is made to both.
 *
 * <p>All times are multiples of 10 ms below 200 ms, so that many calls are due at the same time.
 */
class InterleavedSimulationTest {

  /**
   * A part of a call: exchanges one after another, then a pause.
   *
   * @param latencies the durations of the exchanges in milliseconds, possibly none
   * @param pause the duration of the pause in milliseconds
   */
  private record Round(List<Integer> latencies, int pause) {

    static Round random(Random random) {
      return new Round(
          IntStream.range(0, random.nextInt(3)).mapToObj(i -> 10 * random.nextInt(10)).toList(),
          10 * random.nextInt(20));
    }
  }

  private final List<List<Round>> calls = new ArrayList<>();
  private final FakeClock clock = new FakeClock();
  private final List<String> requests = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"8, 1534351296", "40, 937279649", "300, -1865137774"})
  void everyRequestIsSentAtTheTimeOfTheModel(int size, int recordedHash) {
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      calls.add(IntStream.rangeClosed(0, i % 7).mapToObj(r -> Round.random(random)).toList());
    }
    Simulation simulation = new Simulation(clock, this::reply);
    Simulation.Run<List<Integer>> run =
        simulation.startIn(
            Duration.ZERO,
            Interleaved.of(
                IntStream.range(0, size)
                    .<Call<Integer>>mapToObj(i -> now -> step(i, 0, 0))
                    .toList()));
    simulation.run();
    assertThat(run.value()).isEqualTo(IntStream.range(0, size).boxed().toList());
    assertThat(requests).isEqualTo(requestsOfTheModel());
    assertThat(String.join("\n", requests).hashCode()).isEqualTo(recordedHash);
  }

  private Step<Integer> step(int call, int round, int exchange) {
    if (round == calls.get(call).size()) {
      return Step.done(call);
    }
    Round current = calls.get(call).get(round);
    if (exchange == current.latencies.size()) {
      return Step.pause(ofMillis(current.pause), now -> step(call, round + 1, 0));
    }
    return Step.send(
        HttpRequest.get(
            URI.create("http://127.0.0.1/" + call + "?" + current.latencies.get(exchange))),
        Duration.ofSeconds(9),
        77,
        (response, now) -> step(call, round, exchange + 1),
        (failure, now) -> step(call, round, exchange + 1));
  }

  /** Responds after the latency that is the query of the request. Every fourth request fails. */
  private Simulation.Reply reply(HttpRequest request, Instant now) {
    requests.add(clock.elapsed().toMillis() + " " + request.target());
    Duration latency = ofMillis(Integer.parseInt(request.uri().getQuery()));
    return requests.size() % 4 == 0
        ? new Simulation.NoAnswer(latency, TransportFailure.unknown(Kind.CLOSED))
        : new Simulation.Answer(latency, Dialogue.response(200, ""));
  }

  private List<String> requestsOfTheModel() {
    List<String> expected = new ArrayList<>();
    int[] due = new int[calls.size()];
    int[] next = new int[calls.size()];
    int now = 0;
    while (true) {
      int first = -1;
      for (int i = 0; i < due.length; i++) {
        if (next[i] < calls.get(i).size() && (first < 0 || due[i] < due[first])) {
          first = i;
        }
      }
      if (first < 0) {
        return expected;
      }
      now = Math.max(now, due[first]);
      Round round = calls.get(first).get(next[first]);
      for (int latency : round.latencies) {
        expected.add(now + " /" + first + "?" + latency);
        now += latency;
      }
      due[first] = now + round.pause;
      next[first]++;
    }
  }
}
