package dev.atlasrestore.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallInfo;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private Progress progress(boolean terminal) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Progress(out, terminal, () -> now);
  }

  private void advanceClock(Duration time) {
    now = now.plus(time);
  }

  private static CallEvent paused(double seconds) {
    CallInfo call = new CallInfo(1, CallEvent.Operation.AWAIT, RestoreJobFixtures.ref());
    return new CallEvent.Paused(call, Duration.ofMillis((long) (seconds * 1_000)));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Replays a wait: a poll, two pauses and the last poll. */
  private void replayWait(Progress progress) {
    try (progress) {
      advanceClock(Duration.ofMillis(100));
      progress.read(RestoreJobFixtures.inProgress());
      progress.on(paused(4));
      advanceClock(Duration.ofMillis(1_500));
      if (progress.isLive()) {
        progress.tick();
      }
      advanceClock(Duration.ofMillis(2_500));
      progress.on(paused(0.6)); // the rate limiter delays the poll
      advanceClock(Duration.ofSeconds(90));
      progress.read(RestoreJobFixtures.killed());
    }
  }

  @Test
  void pipeShowsOnePlainLinePerPoll() {
    replayWait(progress(false));
    assertThat(printed().lines())
        .containsExactly(
            "  IN_PROGRESS, 0.1 s elapsed, next poll in 4.0 s", "  KILLED, 1 min 34 s elapsed");
    assertThat(printed()).doesNotContain("\r", "\u001B").endsWith(System.lineSeparator());
  }

  @Test
  void terminalShowsOneLineThatCountsDown() {
    replayWait(progress(true));
    assertThat(printed().split("\r\u001B\\[K"))
        .containsExactly(
            "",
            "  IN_PROGRESS, 0.1 s elapsed, next poll in 4.0 s",
            "  IN_PROGRESS, 1.6 s elapsed, next poll in 2.5 s",
            "  IN_PROGRESS, 4.1 s elapsed, next poll in 0.6 s",
            "  KILLED, 1 min 34 s elapsed" + System.lineSeparator());
  }

  @Test
  void lineSaysThatNoResponseHasArrivedYet() {
    Progress progress = progress(true);
    progress.on(paused(2));
    assertThat(printed()).endsWith("  no response yet, 0.0 s elapsed, next poll in 2.0 s");
  }
}
