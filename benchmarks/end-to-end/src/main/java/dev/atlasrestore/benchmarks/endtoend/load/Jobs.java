package dev.atlasrestore.benchmarks.endtoend.load;

import dev.atlasrestore.RestoreJobRef;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Restore jobs to ask for, none of them twice. */
public final class Jobs {

  private static final String GROUP = "5b8e7b0f96e8217d0dbd0d5a";
  private static final String CLUSTER = "Cluster0";
  private static final String PREFIX = "5b8e7f1c";

  private final AtomicLong last = new AtomicLong();

  /** A job that nobody has asked for yet. */
  public RestoreJobRef next() {
    String id = PREFIX + HexFormat.of().toHexDigits(last.incrementAndGet());
    return new RestoreJobRef(GROUP, CLUSTER, id);
  }
}
