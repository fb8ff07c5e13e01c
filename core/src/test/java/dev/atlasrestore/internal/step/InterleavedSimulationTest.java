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
 * The model has no steps: it has an array of due times, and one exchange at a time. A recorded hash
 * reveals a change that is made to both the code and the model.
 *
 * <p>All times are multiples of 10 ms below 200 ms, so that many calls are due at the same time.
 */
class InterleavedSimulationTest {

  /**
   * One exchange of a call, and the pause before it.
   *
   * @param pauses whether there is a pause; without a pause the call sends at once
   */
  private record Round(boolean pauses, int pauseMillis, int latencyMillis, boolean fails) {

    static Round random(Random random) {
      return new Round(
          random.nextInt(4) > 0,
          10 * random.nextInt(20),
          10 * random.nextInt(10),
          random.nextInt(5) == 0);
    }
  }

  private final List<List<Round>> scripts = new ArrayList<>();
  private final FakeClock clock = new FakeClock();
  private final List<String> requests = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"8, -414595235", "40, 913067731", "300, -2127501699"})
  void everyRequestIsSentAtTheTimeOfTheModel(int calls, int recordedHash) {
    Random random = new Random(calls);
    for (int i = 0; i < calls; i++) {
      scripts.add(IntStream.rangeClosed(0, i % 7).mapToObj(r -> Round.random(random)).toList());
    }
    List<Integer> indices = IntStream.range(0, calls).boxed().toList();
    Simulation simulation = new Simulation(clock, this::reply);
    Simulation.Run<List<Integer>> run =
        simulation.startIn(
            Duration.ZERO, Interleaved.of(indices.stream().map(this::call).toList()));
    simulation.run();
    assertThat(run.value()).isEqualTo(indices);
    assertThat(requests).isEqualTo(requestsOfTheModel());
    assertThat(String.join("\n", requests).hashCode()).isEqualTo(recordedHash);
  }

  private Simulation.Reply reply(HttpRequest request, Instant now) {
    requests.add(clock.elapsed().toMillis() + " " + request.target());
    String[] path = request.target().split("/", -1);
    Round round = scripts.get(Integer.parseInt(path[1])).get(Integer.parseInt(path[2]));
    Duration latency = ofMillis(round.latencyMillis);
    return round.fails
        ? new Simulation.NoAnswer(latency, TransportFailure.unknown(Kind.CLOSED))
        : new Simulation.Answer(latency, Dialogue.response(200, ""));
  }

  private Call<Integer> call(int index) {
    return now -> round(index, 0);
  }

  private Step<Integer> round(int index, int number) {
    if (number == scripts.get(index).size()) {
      return Step.done(index);
    }
    Round round = scripts.get(index).get(number);
    return round.pauses
        ? Step.pause(ofMillis(round.pauseMillis), now -> send(index, number))
        : send(index, number);
  }

  private Step<Integer> send(int index, int number) {
    return Step.send(
        HttpRequest.get(URI.create("http://127.0.0.1/" + index + "/" + number)),
        Duration.ofSeconds(9),
        77,
        (response, now) -> round(index, number + 1),
        (failure, now) -> round(index, number + 1));
  }

  private List<String> requestsOfTheModel() {
    List<String> expected = new ArrayList<>();
    int[] due = new int[scripts.size()];
    int[] next = new int[scripts.size()];
    boolean[] paused = new boolean[scripts.size()];
    int now = 0;
    while (true) {
      int first = -1;
      for (int i = 0; i < due.length; i++) {
        if (next[i] < scripts.get(i).size() && (first < 0 || due[i] < due[first])) {
          first = i;
        }
      }
      if (first < 0) {
        return expected;
      }
      now = Math.max(now, due[first]);
      List<Round> script = scripts.get(first);
      while (next[first] < script.size()) {
        Round round = script.get(next[first]);
        if (round.pauses && !paused[first]) {
          paused[first] = true;
          due[first] = now + round.pauseMillis;
          break;
        }
        expected.add(now + " /" + first + "/" + next[first]);
        now += round.latencyMillis;
        paused[first] = false;
        next[first]++;
      }
    }
  }
}
