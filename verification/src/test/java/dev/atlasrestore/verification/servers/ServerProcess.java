package dev.atlasrestore.verification.servers;

import java.time.Duration;

/** A running server. */
interface ServerProcess {
  /** Returns the port of the server at 127.0.0.1. */
  int port();

  /** Returns the counts. They include every response that a client has received. */
  ServerCounts counts();

  /** Sets the counts to zero. */
  void reset();

  /** Waits for this time. Returns whether the server is still running. */
  boolean staysUp(Duration time);

  /** Ends the server and waits until it has ended. */
  void end();
}
