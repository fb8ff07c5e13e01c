package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Closing the client or Vert.x ends calls in every phase and frees all that they hold. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class ClosingTest {

  private static final RestoreJobRef POLLED = RestoreJobFixtures.ref(1);
  private static final RestoreJobRef STALLED = RestoreJobFixtures.ref(2);
  private static final RestoreJobRef STALLED_IN_BODY = RestoreJobFixtures.ref(3);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void closeFailsCallsInEveryPhaseAndLaterCallsWithoutIo(FakeAtlas atlas) throws Exception {
    VertxRestoreJobs jobs = open(atlas);
    List<Future<RestoreJob>> calls = callsInEveryPhase(atlas, jobs);
    jobs.close();
    jobs.close();
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    int before = atlas.connections();
    calls.add(jobs.get(POLLED));
    calls.add(jobs.awaitCompletion(POLLED));
    List<Throwable> errors = new ArrayList<>();
    for (Future<RestoreJob> call : calls) {
      errors.add(clientClosedError(call));
    }
    assertThat(errors).as("each call has its own exception").doesNotHaveDuplicates();
    assertThat(atlas.connections()).isEqualTo(before);
  }

  @Test
  void suppliedClientStaysOpenButItsExchangesEnd(FakeAtlas atlas) throws Exception {
    WebClient client = WebClient.create(vertx);
    VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config(), client);
    atlas.script(STALLED, Hostile.stall().beforeDigest());
    Future<RestoreJob> call = jobs.get(STALLED);
    assertThat(atlas.awaitRequests(1, TestCalls.TEST_TIMEOUT)).isTrue();
    jobs.close();
    clientClosedError(call);
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    atlas.put(POLLED, RestoreJobFixtures.finished());
    try (VertxRestoreJobs next = VertxRestoreJobs.create(vertx, atlas.config(), client)) {
      assertThat(Clients.await(next.get(POLLED)).id()).isEqualTo(POLLED.jobId());
    }
  }

  @Test
  void closingVertxFailsAllCalls(FakeAtlas atlas) throws Exception {
    VertxRestoreJobs jobs = open(atlas);
    List<Future<RestoreJob>> calls = callsInEveryPhase(atlas, jobs);
    Clients.close(vertx);
    calls.add(jobs.get(POLLED));
    for (Future<RestoreJob> call : calls) {
      clientClosedError(call);
    }
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    jobs.close();
  }

  @Test
  void callOnAClosedVertxFailsWithoutIo(FakeAtlas atlas) throws Exception {
    Vertx closed = Vertx.vertx();
    VertxRestoreJobs jobs = VertxRestoreJobs.create(closed, atlas.config());
    Clients.close(closed);
    clientClosedError(jobs.get(POLLED));
    jobs.close();
    assertThat(atlas.connections()).isZero();
  }

  @Test
  void closedCallFailsOnItsCallersContext(FakeAtlas atlas) throws Exception {
    atlas.script(STALLED, Hostile.stall().beforeDigest());
    VertxRestoreJobs jobs = open(atlas);
    BlockingQueue<Context> failedOn = new LinkedBlockingQueue<>();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        ignored -> jobs.get(STALLED).onFailure(error -> failedOn.add(Vertx.currentContext())));
    assertThat(atlas.awaitRequests(1, TestCalls.TEST_TIMEOUT)).isTrue();
    jobs.close();
    assertThat(TestCalls.next(failedOn)).isSameAs(context);
  }

  private VertxRestoreJobs open(FakeAtlas atlas) {
    PollPolicy slow = PollPolicy.every(Duration.ofMinutes(1));
    return VertxRestoreJobs.create(vertx, atlas.config().withPoll(slow).withoutPollRate());
  }

  /** Starts one call that pauses between two polls, one without response, one within its body. */
  private static List<Future<RestoreJob>> callsInEveryPhase(FakeAtlas atlas, VertxRestoreJobs jobs)
      throws InterruptedException {
    atlas.put(POLLED, RestoreJobFixtures.inProgress());
    atlas.script(STALLED, Hostile.stall());
    atlas.script(STALLED_IN_BODY, Hostile.stallInBody());
    List<Future<RestoreJob>> calls = new ArrayList<>();
    BlockingQueue<RestoreJob> polls = new LinkedBlockingQueue<>();
    calls.add(jobs.awaitCompletion(POLLED, polls::add));
    TestCalls.next(polls);
    calls.add(jobs.get(STALLED));
    calls.add(jobs.get(STALLED_IN_BODY));
    assertThat(atlas.awaitRequests(4, TestCalls.TEST_TIMEOUT)).isTrue();
    return calls;
  }

  private static Throwable clientClosedError(Future<RestoreJob> call) {
    Throwable error = catchThrowable(() -> Clients.await(call));
    assertThat(error)
        .isInstanceOfSatisfying(
            TransportException.class,
            closed -> assertThat(closed.failure().kind()).isEqualTo(Kind.CLIENT_CLOSED));
    return error;
  }
}
