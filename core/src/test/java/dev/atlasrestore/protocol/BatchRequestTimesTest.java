package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.GROUP;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the times and targets of all requests of a batch with a recording. The recording was
 * made with an independent implementation of the batch (a heap of due times). No rate limits these
 * batches, so that only the policy, the retries and the order of the exchanges determine the times.
 */
class BatchRequestTimesTest {

  private final FakeClock clock = new FakeClock();
  private final List<String> requests = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"8, 52, -809505587", "40, 424, 1400784481", "300, 9744, -391119993"})
  void everyRequestIsSentAtTheRecordedTime(int jobs, int recordedRequests, int recordedHash) {
    Simulation simulation = new Simulation(clock, this::reply);
    List<RestoreJobRef> refs =
        IntStream.range(0, jobs)
            .mapToObj(i -> new RestoreJobRef(GROUP, "c", "%024x".formatted(i)))
            .toList();
    RestoreJobCalls client = Client.of(config().withPoll(PollPolicy.defaults().withoutRate()));
    Simulation.Run<List<RestoreJob>> batch =
        simulation.startIn(Duration.ZERO, client.awaitAll(refs));
    simulation.run();
    assertThat(batch.value()).hasSize(jobs);
    assertThat(requests).hasSize(recordedRequests);
    assertThat(String.join("\n", requests).hashCode()).isEqualTo(recordedHash);
  }

  /** Job {@code i} ends after {@code 11 i} seconds. Every fifth request fails with status 503. */
  private Simulation.Reply reply(HttpRequest request, Instant now) {
    String target = request.target();
    int job = Integer.parseInt(target.substring(target.lastIndexOf('/') + 1), 16);
    requests.add(clock.elapsed().toMillis() + " " + job);
    boolean ended = clock.elapsed().toSeconds() >= 11L * job;
    return new Simulation.Answer(
        ofMillis(50 + 37 * (job % 7)),
        requests.size() % 5 == 0
            ? Dialogue.response(503, "")
            : Dialogue.response(200, ended ? "FINISHED" : "IN_PROGRESS"));
  }
}
