package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.verification.Callers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds threads that start during a test and do not end. */
final class ThreadLeaks {

  /** Threads of the fake service, of the test, and of pools that the HTTP stacks share. */
  private static final Pattern IGNORED =
      Pattern.compile(
          "fake-server-.*|reactor-http-.*|reactor-netty-pool-maintenance-.*|parallel-.*"
              + "|boundedElastic-.*|"
              + Callers.THREAD_NAME);

  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

  private final Set<Thread> before;

  private ThreadLeaks(Set<Thread> before) {
    this.before = before;
  }

  /** Remembers the threads that run now. */
  static ThreadLeaks watch() {
    return new ThreadLeaks(new HashSet<>(Thread.getAllStackTraces().keySet()));
  }

  /** Waits until each later thread has ended. */
  void assertNone() throws InterruptedException {
    List<Thread> later =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .filter(thread -> !IGNORED.matcher(thread.getName()).matches())
            .toList();
    for (Thread thread : later) {
      thread.join(TIME_LIMIT.toMillis());
      assertThat(thread.isAlive()).as("%s is still alive", thread).isFalse();
    }
  }
}
