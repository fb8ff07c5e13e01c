package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.digest.ServerModel.Rules;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One client in many threads at once. */
class ManyThreadsTest {

  private static final int THREADS = 8;
  private static final int CALLS_OF_EACH = 250;
  private static final int COUNTS_OF_EACH = 5000;

  private final InstantSource clock = new ElapsedClock();
  private final Set<String> uses = new HashSet<>();

  static List<Rules> kinds() {
    return List.of(Rules.TOLERANT, Rules.STRICT, Rules.TOLERANT.withUses(20));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  @Timeout(60)
  void no_use_of_a_nonce_is_made_twice_and_no_call_is_refused(Rules rules) throws Exception {
    ServerModel server = new ServerModel(rules);
    DigestAuthFlow signing = signing();

    inManyThreads(
        () -> {
          run(signing, server);
          return List.of();
        });
  }

  @Test
  @Timeout(60)
  void no_count_is_given_out_twice() throws Exception {
    NoncePool pool = new NoncePool(Client.CLAIM, Client.TIMEOUT);
    Credentials credentials =
        new DigestAuthenticator(Client.KEY, new Hashes(), new CnonceSource(() -> "c"))
            .answer(List.of(Challenges.digest("n")))
            .credentials()
            .orElseThrow();

    List<Integer> counts = inManyThreads(() -> countsTaken(pool, credentials));

    assertThat(counts).hasSize(THREADS * COUNTS_OF_EACH).doesNotHaveDuplicates();
  }

  private List<Integer> countsTaken(NoncePool pool, Credentials credentials) {
    List<Integer> counts = new ArrayList<>();
    while (counts.size() < COUNTS_OF_EACH) {
      Nonce.Lease lease =
          pool.take(clock.instant(), Optional.empty()) instanceof Turn.Use use
              ? use.lease()
              : pool.adopt(credentials, clock.instant());
      counts.add(lease.count());
      pool.accepted(lease, clock.instant(), Optional.empty());
    }
    return counts;
  }

  private static <T> List<T> inManyThreads(Callable<List<T>> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<T> results = new ArrayList<>();
      for (Future<List<T>> future : threads.invokeAll(Collections.nCopies(THREADS, task))) {
        results.addAll(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static DigestAuthFlow signing() {
    CnonceSource cnonces = new CnonceSource(() -> UUID.randomUUID().toString());
    return new DigestAuthFlow(
        new DigestAuthenticator(Client.KEY, new Hashes(), cnonces),
        new NoncePool(Client.CLAIM, Client.TIMEOUT),
        cnonces,
        Client.TIMEOUT,
        Client.MAX_BODY_BYTES);
  }

  private void run(DigestAuthFlow signing, ServerModel server) {
    Call<AuthResult> call = signing.of(HttpRequest.get(URI.create("https://atlas.test/job")));
    for (int i = 0; i < CALLS_OF_EACH; i++) {
      Step<AuthResult> step = call.start(clock.instant());
      while (!(step instanceof Step.Done<AuthResult>)) {
        step = next(step, server);
      }
      AuthResult.Answered answered = (AuthResult.Answered) ((Step.Done<AuthResult>) step).value();
      assertThat(answered.response().status()).isEqualTo(200);
    }
  }

  /** Looks again at once where it should pause: that only makes things harder. */
  private Step<AuthResult> next(Step<AuthResult> step, ServerModel server) {
    if (step instanceof Step.Pause<AuthResult> pause) {
      Thread.onSpinWait();
      return pause.elapsed(clock.instant());
    }
    Step.Send<AuthResult> send = (Step.Send<AuthResult>) step;
    return send.answered(answer(server, send.request()), clock.instant());
  }

  private synchronized HttpResponse answer(ServerModel server, HttpRequest request) {
    if (!request.headers().isEmpty()) {
      Authorization said = Authorization.in(request);
      assertThat(uses.add(said.nonce() + " " + said.nc())).as("%s is new", said).isTrue();
    }
    return server.answer(request, clock.instant());
  }
}
