package dev.atlasrestore;

import java.time.Instant;
import java.util.Objects;

/**
 * The latest oplog entry in the snapshot: a BSON timestamp.
 *
 * @param date the second of the entry
 * @param increment its ordinal within the second, an unsigned 32-bit number
 */
public record OplogTimestamp(Instant date, long increment) {

  private static final long MAX_INCREMENT = 0xFFFF_FFFFL;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the increment is no unsigned 32-bit number
   */
  public OplogTimestamp {
    Objects.requireNonNull(date, "date");
    if (increment < 0 || increment > MAX_INCREMENT) {
      throw new IllegalArgumentException("increment must be from 0 to 4294967295");
    }
  }
}
