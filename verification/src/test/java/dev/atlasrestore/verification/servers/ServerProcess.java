package dev.atlasrestore.verification.servers;

import java.time.Duration;

/** One run of a server, from start to end. */
interface ServerProcess {
  /** Returns the port it listens on, at 127.0.0.1. */
  int port();

  /** Returns what the server saw; an answer that has arrived is counted. */
  ServerCounts counts();

  /** Starts counting at zero again. */
  void reset();

  /** Waits so long, and tells whether the server still runs then. */
  boolean staysUp(Duration time);

  /** Ends the server at once and returns when it is gone. */
  void end();
}
