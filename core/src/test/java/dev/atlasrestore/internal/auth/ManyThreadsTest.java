package dev.atlasrestore.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.auth.ServerModel.Rules;
import dev.atlasrestore.internal.digest.Authorization;
import dev.atlasrestore.internal.digest.Challenges;
import dev.atlasrestore.internal.digest.CountingRandom;
import dev.atlasrestore.internal.digest.DigestAuthenticator;
import dev.atlasrestore.internal.digest.DigestCredentials;
import dev.atlasrestore.internal.digest.TestKey;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One client that many threads use at once. */
@Timeout(60)
class ManyThreadsTest {

  private static final int THREADS = 8;
  private static final int CALLS_PER_THREAD = 250;
  private static final int LEASES_PER_THREAD = 5000;

  private final InstantSource clock = new ElapsedClock();
  private final Set<String> uses = new HashSet<>();

  static List<Rules> servers() {
    return List.of(Rules.TOLERANT, Rules.STRICT, Rules.TOLERANT.withUses(20));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void noCountIsSentTwiceAndNoCallIsRefused(Rules rules) throws Exception {
    ServerModel server = new ServerModel(rules);
    DigestAuthFlow flow =
        new DigestAuthFlow(
            TestKey.KEY,
            new CountingRandom(),
            ClientOnFakeClock.TIMEOUT,
            ClientOnFakeClock.MAX_BODY_BYTES);

    inManyThreads(
        () -> {
          runCalls(flow, server);
          return List.of();
        });
  }

  @Test
  void noCountIsLeasedTwice() throws Exception {
    NoncePool pool = new NoncePool(ClientOnFakeClock.CLAIM, ClientOnFakeClock.TIMEOUT);
    DigestCredentials credentials = credentials("n");

    List<Integer> counts = inManyThreads(() -> leasedCounts(pool, credentials));

    assertThat(counts).hasSize(THREADS * LEASES_PER_THREAD).doesNotHaveDuplicates();
  }

  private List<Integer> leasedCounts(NoncePool pool, DigestCredentials credentials) {
    List<Integer> counts = new ArrayList<>();
    while (counts.size() < LEASES_PER_THREAD) {
      NonceLease lease =
          pool.take(clock.instant(), Optional.empty()) instanceof NonceDecision.UseNonce use
              ? use.lease()
              : pool.adopt(credentials, clock.instant());
      counts.add(lease.count());
      pool.accept(lease, clock.instant(), Optional.empty());
    }
    return counts;
  }

  /**
   * The requests of other threads begin and end all the time. The pool must still report that
   * another request was in flight beside the refused one.
   */
  @Test
  void everyRefusalReportsItsConcurrentRequest() throws Exception {
    NoncePool pool = new NoncePool(ClientOnFakeClock.CLAIM, ClientOnFakeClock.TIMEOUT);
    DigestCredentials credentials = credentials("n");

    List<Boolean> reports = inManyThreads(() -> concurrentRequestsReported(pool, credentials));

    assertThat(reports).hasSize(THREADS * LEASES_PER_THREAD).containsOnly(true);
  }

  private List<Boolean> concurrentRequestsReported(NoncePool pool, DigestCredentials credentials) {
    List<Boolean> reports = new ArrayList<>();
    while (reports.size() < LEASES_PER_THREAD) {
      NonceLease refused = pool.adopt(credentials, clock.instant());
      NonceLease concurrent = pool.adopt(credentials, clock.instant());
      pool.accept(concurrent, clock.instant(), Optional.empty());
      reports.add(pool.refuse(refused, clock.instant()).hadConcurrentRequests());
    }
    return reports;
  }

  private static DigestCredentials credentials(String nonce) {
    return new DigestAuthenticator(TestKey.KEY, new CountingRandom())
        .select(List.of(Challenges.digest(nonce)))
        .credentials()
        .orElseThrow();
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

  private void runCalls(DigestAuthFlow flow, ServerModel server) {
    HttpRequest request = HttpRequest.get(URI.create("https://atlas.test/job"));
    for (int i = 0; i < CALLS_PER_THREAD; i++) {
      Step<AuthResult> step =
          flow.start(
              request, clock.instant(), clock.instant().plus(ClientOnFakeClock.CALL_TIMEOUT));
      while (!(step instanceof Step.Done<AuthResult>)) {
        step = next(step, server);
      }
      AuthResult.Answered answered = (AuthResult.Answered) ((Step.Done<AuthResult>) step).value();
      assertThat(answered.response().status()).isEqualTo(200);
    }
  }

  /** Does not pause when it should. More requests are concurrent then. */
  private Step<AuthResult> next(Step<AuthResult> step, ServerModel server) {
    if (step instanceof Step.Pause<AuthResult> pause) {
      Thread.onSpinWait();
      return pause.elapsed(clock.instant());
    }
    Step.Send<AuthResult> send = (Step.Send<AuthResult>) step;
    return send.answered(respond(server, send.request()), clock.instant());
  }

  private synchronized HttpResponse respond(ServerModel server, HttpRequest request) {
    if (!request.headers().isEmpty()) {
      Authorization received = Authorization.in(request);
      assertThat(uses.add(received.nonce() + " " + received.nc()))
          .as("%s is new", received)
          .isTrue();
    }
    return server.respond(request, clock.instant());
  }
}
