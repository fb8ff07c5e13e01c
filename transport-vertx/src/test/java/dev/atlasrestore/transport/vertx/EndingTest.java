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
import io.vertx.core.AsyncResult;
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

/** Closing ends calls in every phase, and all that they hold. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class EndingTest {

  private static final RestoreJobRef POLLED = RestoreJobFixtures.ref(1);
  private static final RestoreJobRef SILENT = RestoreJobFixtures.ref(2);
  private static final RestoreJobRef HALF = RestoreJobFixtures.ref(3);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void toCloseEndsCallsInEveryPhaseAndLaterOnesWithoutIo(FakeAtlas atlas) throws Exception {
    VertxRestoreJobs jobs = jobs(atlas);
    List<Future<RestoreJob>> calls = inEveryPhase(atlas, jobs);
    jobs.close();
    jobs.close();
    assertThat(atlas.awaitNoConnections(Toys.SOON)).isTrue();
    int before = atlas.connections();
    calls.add(jobs.get(POLLED));
    calls.add(jobs.awaitCompletion(POLLED));
    List<Throwable> errors = new ArrayList<>();
    for (Future<RestoreJob> call : calls) {
      errors.add(closedError(call));
    }
    assertThat(errors).doesNotHaveDuplicates();
    assertThat(atlas.connections()).isEqualTo(before);
  }

  @Test
  void aBorrowedClientStaysOpenButItsExchangesEnd(FakeAtlas atlas) throws Exception {
    WebClient client = WebClient.create(vertx);
    VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config(), client);
    atlas.script(SILENT, Hostile.stall());
    Future<RestoreJob> call = jobs.get(SILENT);
    assertThat(atlas.awaitRequests(1, Toys.SOON)).isTrue();
    jobs.close();
    closedError(call);
    assertThat(atlas.awaitNoConnections(Toys.SOON)).isTrue();
    atlas.put(POLLED, RestoreJobFixtures.finished());
    try (VertxRestoreJobs again = VertxRestoreJobs.create(vertx, atlas.config(), client)) {
      assertThat(Clients.await(again.get(POLLED))).isEqualTo(RestoreJobFixtures.finished());
    }
  }

  @Test
  void whenVertxClosesNothingHangs(FakeAtlas atlas) throws Exception {
    VertxRestoreJobs jobs = jobs(atlas);
    List<Future<RestoreJob>> calls = inEveryPhase(atlas, jobs);
    Clients.close(vertx);
    calls.add(jobs.get(POLLED));
    for (Future<RestoreJob> call : calls) {
      closedError(call);
    }
    assertThat(atlas.awaitNoConnections(Toys.SOON)).isTrue();
    jobs.close();
  }

  @Test
  void anInstanceOfVertxThatIsClosedRunsNothing(FakeAtlas atlas) throws Exception {
    Vertx gone = Vertx.vertx();
    VertxRestoreJobs jobs = VertxRestoreJobs.create(gone, atlas.config());
    Clients.close(gone);
    closedError(jobs.get(POLLED));
    jobs.close();
    assertThat(atlas.connections()).isZero();
  }

  /** What a call has that was not closed: an answer to its caller, on the caller's context. */
  @Test
  void whatIsClosedIsToldOnTheCallersContext(FakeAtlas atlas) throws Exception {
    atlas.script(SILENT, Hostile.stall());
    VertxRestoreJobs jobs = jobs(atlas);
    BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
    BlockingQueue<AsyncResult<RestoreJob>> ends = new LinkedBlockingQueue<>();
    var context = vertx.getOrCreateContext();
    context.runOnContext(
        begin ->
            jobs.get(SILENT)
                .onComplete(
                    end -> {
                      told.add(Vertx.currentContext() == context);
                      ends.add(end);
                    }));
    assertThat(atlas.awaitRequests(1, Toys.SOON)).isTrue();
    jobs.close();
    assertThat(Toys.next(told)).isTrue();
    assertThat(Toys.next(ends).failed()).isTrue();
  }

  private VertxRestoreJobs jobs(FakeAtlas atlas) {
    PollPolicy policy = PollPolicy.every(Duration.ofMinutes(1)).withoutRate();
    return VertxRestoreJobs.create(vertx, atlas.config().withPoll(policy));
  }

  /** One that waits between two polls, one without an answer, one within its body. */
  private static List<Future<RestoreJob>> inEveryPhase(FakeAtlas atlas, VertxRestoreJobs jobs)
      throws InterruptedException {
    atlas.put(POLLED, RestoreJobFixtures.inProgress());
    atlas.script(SILENT, Hostile.stall());
    atlas.script(HALF, Hostile.stallInBody());
    List<Future<RestoreJob>> calls = new ArrayList<>();
    BlockingQueue<RestoreJob> polls = new LinkedBlockingQueue<>();
    calls.add(jobs.awaitCompletion(POLLED, polls::add));
    Toys.next(polls);
    calls.add(jobs.get(SILENT));
    calls.add(jobs.get(HALF));
    assertThat(atlas.awaitRequests(4, Toys.SOON)).isTrue();
    return calls;
  }

  private static Throwable closedError(Future<RestoreJob> call) {
    Throwable error = catchThrowable(() -> Clients.await(call));
    assertThat(error)
        .isInstanceOfSatisfying(
            TransportException.class,
            closed -> assertThat(closed.failure().kind()).isEqualTo(Kind.CLIENT_CLOSED));
    return error;
  }
}
