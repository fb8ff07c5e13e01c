package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;

/**
 * The blocking view of any transport, for the kit: waits for whatever carrier it has, and throws
 * its error unwrapped.
 */
public interface OpenPort extends RestoreJobPort<RestoreJob>, AutoCloseable {
  @Override
  void close();
}
