package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The threads of one moment. */
final class Threads {

  /** Those of the fake server and of the test; of pools that stacks share, which have few. */
  private static final Pattern NOT_OURS =
      Pattern.compile(
          "fake-server-.*|caller|reactor-http-.*|reactor-netty-pool-maintenance-.*"
              + "|parallel-.*|boundedElastic-.*");

  private static final long PATIENCE_MILLIS = 20_000;

  private final Set<Thread> before;

  private Threads(Set<Thread> before) {
    this.before = before;
  }

  static Threads now() {
    return new Threads(new HashSet<>(Thread.getAllStackTraces().keySet()));
  }

  /** Waits for each one that came later to end. */
  void assertNoMore() throws InterruptedException {
    List<Thread> later =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .filter(thread -> !NOT_OURS.matcher(thread.getName()).matches())
            .toList();
    for (Thread thread : later) {
      thread.join(PATIENCE_MILLIS);
      assertThat(thread.isAlive()).as("%s lives on", thread).isFalse();
    }
  }
}
