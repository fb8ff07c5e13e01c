package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AtlasConfig;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job watched by a blocking caller. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(30)
class WatchTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob KILLED = RestoreJobFixtures.killed();

  @Test
  void everyReadingIsShownAndTheTerminalOneIsTheLast(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, RUNNING, KILLED);
    try (JerseyRestoreJobs jobs = open(atlas)) {
      assertThat(jobs.watch(REF)).containsExactly(RUNNING, RUNNING, KILLED);
      assertThat(atlas.requests()).hasSize(4);
    }
  }

  @Test
  void eachReadHappensWhenItIsAskedFor(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, KILLED);
    try (JerseyRestoreJobs jobs = open(atlas)) {
      Iterator<RestoreJob> readings = jobs.watch(REF).iterator();
      assertThat(readings.hasNext()).isTrue();
      assertThat(atlas.requests()).isEmpty();

      assertThat(readings.next()).isEqualTo(RUNNING);
      assertThat(readings.hasNext()).isTrue();
      assertThat(atlas.requests()).hasSize(2);

      assertThat(readings.next()).isEqualTo(KILLED);
      assertThat(readings.hasNext()).isFalse();
      assertThatThrownBy(readings::next).isInstanceOf(NoSuchElementException.class);
      assertThat(atlas.requests()).hasSize(3);
    }
  }

  @Test
  void eachIteratorIsAWaitOfItsOwn(FakeAtlas atlas) {
    atlas.put(REF, RUNNING, KILLED);
    try (JerseyRestoreJobs jobs = open(atlas)) {
      Iterable<RestoreJob> watch = jobs.watch(REF);
      assertThat(watch).containsExactly(RUNNING, KILLED);
      assertThat(watch).containsExactly(KILLED);
    }
  }

  @Test
  void aFailureEndsTheIteration(FakeAtlas atlas) {
    try (JerseyRestoreJobs jobs = open(atlas)) {
      Iterator<RestoreJob> readings = jobs.watch(REF).iterator();
      assertThatThrownBy(readings::next).isInstanceOf(RestoreJobNotFoundException.class);
      assertThat(readings.hasNext()).isFalse();
    }
  }

  @Test
  void theDeadlineCarriesTheJobLastSeen(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    PollPolicy brief = soon().withDeadline(Duration.ofSeconds(1));
    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config().withPoll(brief))) {
      jobs.get(REF); // all classes are loaded then, and one read takes no second
      assertThatThrownBy(() -> jobs.watch(REF).forEach(job -> assertThat(job).isEqualTo(RUNNING)))
          .isInstanceOfSatisfying(
              DeadlineExceededException.class,
              error -> assertThat(error.lastSeen()).contains(RUNNING));
    }
  }

  @Test
  void aClosedFaceReadsNoMore(FakeAtlas atlas) {
    atlas.put(REF, RUNNING);
    JerseyRestoreJobs jobs = open(atlas);
    Iterator<RestoreJob> readings = jobs.watch(REF).iterator();
    readings.next();
    jobs.close();
    assertThatThrownBy(readings::next).isInstanceOf(TransportException.class);
    assertThat(atlas.requests()).hasSize(2);
  }

  private static JerseyRestoreJobs open(FakeAtlas atlas) {
    AtlasConfig config = atlas.config().withPoll(soon());
    return JerseyRestoreJobs.create(config);
  }

  private static PollPolicy soon() {
    return PollPolicy.every(Duration.ofMillis(10)).withoutRate();
  }
}
