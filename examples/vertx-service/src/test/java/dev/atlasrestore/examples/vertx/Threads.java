package dev.atlasrestore.examples.vertx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.ThreadingModel;

/** Checks which threading models this Java version supports. */
final class Threads {

  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  private Threads() {}

  static void assumeAvailable(ThreadingModel model) {
    assumeTrue(
        model != ThreadingModel.VIRTUAL_THREAD
            || Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS,
        "virtual threads need Java 21");
  }
}
