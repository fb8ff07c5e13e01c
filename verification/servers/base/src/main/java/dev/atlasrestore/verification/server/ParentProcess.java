package dev.atlasrestore.verification.server;

import java.io.IOException;

/** The process that started this server. */
public final class ParentProcess {
  private ParentProcess() {}

  /**
   * Prints the line {@code PORT=} with the port. Then waits until the standard input is closed, and
   * ends this process at once. The system closes the standard input when the parent ends, so a
   * server never outlives its parent.
   */
  public static void serve(int port) throws IOException {
    System.out.println("PORT=" + port);
    System.out.flush();
    while (System.in.read() >= 0) {
      // Ignores the input: only its end matters.
    }
    Runtime.getRuntime().halt(0);
  }
}
