package dev.atlasrestore.verification.server;

import java.io.IOException;

/** The process that started this one. It learns the port, and this process never outlives it. */
public final class ParentProcess {
  private ParentProcess() {}

  /**
   * Prints {@code PORT=} and the port as one line, then waits until the parent closes our standard
   * input, on purpose or by dying, and ends this process at once.
   */
  public static void serve(int port) throws IOException {
    System.out.println("PORT=" + port);
    System.out.flush();
    while (System.in.read() >= 0) {
      // whatever the parent writes means nothing; only the end counts
    }
    Runtime.getRuntime().halt(0);
  }
}
