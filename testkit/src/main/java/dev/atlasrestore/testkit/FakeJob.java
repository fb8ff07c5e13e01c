package dev.atlasrestore.testkit;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A job in a {@link FakeAtlas} that changes with time; {@link FakeAtlas#job} creates it. The first
 * state begins when it is added. Each state lasts for its duration, and the state after the last
 * duration stays.
 *
 * <pre>{@code
 * atlas.job(ref).inProgress(Duration.ofMinutes(5)).thenArchive(bytes).maxDownloads(1);
 * }</pre>
 *
 * <p>The time is that of the fake's clock, for example a {@link TestClock}. Safe for use by many
 * threads.
 */
public final class FakeJob {

  private final RestoreJobRef ref;
  private final InstantSource clock;
  private final Function<ArchiveContent, FakeArchive> newArchive;
  private final List<State> states = new ArrayList<>();
  private Instant end;

  /**
   * A state of the job.
   *
   * @param job the job in this state
   * @param end the time at which the next state begins
   */
  private record State(StoredJob job, Instant end) {}

  FakeJob(
      RestoreJobRef ref, InstantSource clock, Function<ArchiveContent, FakeArchive> newArchive) {
    this.ref = ref;
    this.clock = clock;
    this.newArchive = newArchive;
    this.end = clock.instant();
  }

  /** Adds a state: the job is in progress for this long. */
  public FakeJob inProgress(Duration duration) {
    return state(RestoreJobFixtures.inProgress(), duration);
  }

  /**
   * Adds a state.
   *
   * @param job the job in this state; served with the ids of the reference
   * @param duration how long the state lasts
   */
  public FakeJob state(RestoreJob job, Duration duration) {
    return add(fixed(job), duration);
  }

  /** Sets the state after all others, which stays. */
  public void then(RestoreJob job) {
    add(fixed(job), Duration.ZERO);
  }

  /**
   * Finishes the job after all other states: from then on its file can be downloaded. See {@link
   * FakeAtlas#archive(RestoreJobRef, byte[])}.
   */
  public FakeArchive thenArchive(byte[] bytes) {
    return then(ArchiveContent.of(bytes));
  }

  /**
   * Finishes the job after all other states: from then on its file can be downloaded. See {@link
   * FakeAtlas#archive(RestoreJobRef, long)}.
   */
  public FakeArchive thenArchive(long size) {
    return then(ArchiveContent.generated(size));
  }

  private FakeArchive then(ArchiveContent content) {
    FakeArchive archive = newArchive.apply(content);
    add(archive.stored(), Duration.ZERO);
    return archive;
  }

  private StoredJob fixed(RestoreJob job) {
    return StoredJob.of(List.of(RestoreJobFixtures.json(RestoreJobFixtures.withIdsOf(ref, job))));
  }

  private synchronized FakeJob add(StoredJob job, Duration duration) {
    end = end.plus(duration);
    states.add(new State(job, end));
    return this;
  }

  private synchronized StoredJob current() {
    Instant now = clock.instant();
    for (State state : states) {
      if (now.isBefore(state.end)) {
        return state.job;
      }
    }
    return states.isEmpty()
        ? fixed(RestoreJobFixtures.inProgress())
        : states.get(states.size() - 1).job;
  }

  /** Returns the job for the store of the fake. */
  StoredJob stored() {
    return new StoredJob() {
      @Override
      public String read() {
        return current().read();
      }

      @Override
      public String peek() {
        return current().peek();
      }
    };
  }
}
