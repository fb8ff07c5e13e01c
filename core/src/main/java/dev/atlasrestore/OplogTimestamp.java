package dev.atlasrestore;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * The latest oplog entry in a snapshot, as a BSON timestamp.
 *
 * @param date the second of the entry
 * @param increment the number of the entry within this second, from 0 to 4294967295
 */
public record OplogTimestamp(Instant date, long increment) implements Serializable {

  private static final long MAX_INCREMENT = 0xFFFF_FFFFL;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the increment is not an unsigned 32-bit number
   */
  public OplogTimestamp {
    Objects.requireNonNull(date, "date");
    if (increment < 0 || increment > MAX_INCREMENT) {
      throw new IllegalArgumentException("increment must be from 0 to " + MAX_INCREMENT);
    }
  }
}
