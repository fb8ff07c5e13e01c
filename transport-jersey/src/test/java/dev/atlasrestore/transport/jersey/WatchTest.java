package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests {@link JerseyRestoreJobs#watch}. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(30)
class WatchTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob KILLED = RestoreJobFixtures.killed();

  private final Queue<CallEvent> ends = new ConcurrentLinkedQueue<>();

  @Test
  void watchReturnsEveryPollAndEndsWithTheTerminalStatus(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, RUNNING, KILLED);
    try (JerseyRestoreJobs jobs = open(atlas)) {
      assertThat(jobs.watch(REF)).containsExactly(RUNNING, RUNNING, KILLED);
      assertThat(atlas.requests()).hasSize(4);
    }
  }

  @Test
  void pollHappensInNext(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, KILLED);
    try (JerseyRestoreJobs jobs = open(atlas)) {
      Iterator<RestoreJob> polls = jobs.watch(REF).iterator();
      assertThat(polls.hasNext()).isTrue();
      assertThat(atlas.requests()).isEmpty();

      assertThat(polls.next()).isEqualTo(RUNNING);
      assertThat(polls.hasNext()).isTrue();
      assertThat(atlas.requests()).hasSize(2);

      assertThat(polls.next()).isEqualTo(KILLED);
      assertThat(polls.hasNext()).isFalse();
      assertThatThrownBy(polls::next).isInstanceOf(NoSuchElementException.class);
      assertThat(atlas.requests()).hasSize(3);
    }
  }

  @Test
  void eachIteratorIsANewWait(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, KILLED);
    try (JerseyRestoreJobs jobs = open(atlas)) {
      Iterable<RestoreJob> watch = jobs.watch(REF);
      assertThat(watch).containsExactly(RUNNING, KILLED);
      assertThat(watch).containsExactly(KILLED);
    }
  }

  @Test
  void failureEndsTheIteration(FakeAtlas atlas) {
    try (JerseyRestoreJobs jobs = open(atlas)) {
      Iterator<RestoreJob> polls = jobs.watch(REF).iterator();
      assertThatThrownBy(polls::next).isInstanceOf(RestoreJobNotFoundException.class);
      assertThat(polls.hasNext()).isFalse();
    }
  }

  @Test
  void deadlineExceptionHoldsTheLastJob(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    PollPolicy shortDeadline = frequent().withDeadline(Duration.ofSeconds(1));
    try (JerseyRestoreJobs jobs =
        JerseyRestoreJobs.create(atlas.config().withPoll(shortDeadline).withoutPollRate())) {
      jobs.get(REF); // Loads all classes, so that the first poll fits into the deadline.
      assertThatThrownBy(() -> jobs.watch(REF).forEach(job -> assertThat(job).isEqualTo(RUNNING)))
          .isInstanceOfSatisfying(
              DeadlineExceededException.class,
              error -> assertThat(error.lastSeen()).contains(RUNNING));
    }
  }

  @Test
  void closedClientPollsNoMore(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    JerseyRestoreJobs jobs = open(atlas);
    Iterator<RestoreJob> polls = jobs.watch(REF).iterator();
    polls.next();
    jobs.close();
    assertThatThrownBy(polls::next).isInstanceOf(TransportException.class);
    assertThat(atlas.requests()).hasSize(2);
  }

  @Test
  void closedClientEndsTheCallOfAWatchBetweenTwoPollsOnce(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    JerseyRestoreJobs jobs = open(atlas);
    Iterator<RestoreJob> polls = jobs.watch(REF).iterator();
    polls.next();
    assertThat(ends).isEmpty();
    jobs.close();
    assertThat(ends).singleElement().isInstanceOf(CallEvent.Cancelled.class);
    assertThatThrownBy(polls::next).isInstanceOf(TransportException.class);
    assertThat(polls.hasNext()).isFalse();
    assertThat(ends).hasSize(1);
  }

  @Test
  void interruptBeforeAPollEndsTheCallOnce(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    try (JerseyRestoreJobs jobs = open(atlas)) {
      Iterator<RestoreJob> polls = jobs.watch(REF).iterator();
      polls.next();
      Thread.currentThread().interrupt();
      assertThatThrownBy(polls::next).isInstanceOf(CallInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(ends).singleElement().isInstanceOf(CallEvent.Cancelled.class);
    }
    assertThat(ends).hasSize(1);
  }

  @Test
  void callOfALoopThatWasLeftEndsWhenTheIteratorIsCollected(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    try (JerseyRestoreJobs jobs = open(atlas)) {
      assertThat(firstJob(jobs)).isEqualTo(RUNNING);
      jobs.get(REF);
      long cancelled = 0;
      for (int i = 0; i < 100 && cancelled == 0; i++) {
        System.gc();
        jobs.get(REF);
        cancelled = ends.stream().filter(CallEvent.Cancelled.class::isInstance).count();
      }
      assertThat(cancelled).isEqualTo(1);
    }
  }

  private static RestoreJob firstJob(JerseyRestoreJobs jobs) {
    return jobs.watch(REF).iterator().next();
  }

  private JerseyRestoreJobs open(FakeAtlas atlas) {
    AtlasConfig config =
        atlas.config().withPoll(frequent()).withoutPollRate().withListener(this::recordEnd);
    return JerseyRestoreJobs.create(config);
  }

  private void recordEnd(CallEvent event) {
    if (event instanceof CallEvent.Done || event instanceof CallEvent.Cancelled) {
      ends.add(event);
    }
  }

  private static PollPolicy frequent() {
    return PollPolicy.every(Duration.ofMillis(10));
  }
}
