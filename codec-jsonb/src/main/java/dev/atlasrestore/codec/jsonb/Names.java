package dev.atlasrestore.codec.jsonb;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that have occurred in one object.
 *
 * <p>A job's objects are small and their names are told apart by a few bits of their hashes, so
 * that usually nothing is compared. Foreign objects can be large: then it is a set like any other.
 */
final class Names {

  private static final int SMALL = 32;

  private static final String[] NONE = {};

  private String[] few = NONE;
  private int count;
  private long hashes;
  private @Nullable Set<String> many;

  /** Adds a name; false if it was there. */
  boolean add(String name) {
    if (many != null) {
      return many.add(name);
    }
    long hash = 1L << spread(name.hashCode());
    if ((hashes & hash) != 0 && isAmongFew(name)) {
      return false;
    }
    hashes |= hash;
    if (count == SMALL) {
      many = new HashSet<>(Arrays.asList(few));
      return many.add(name);
    }
    if (count == few.length) {
      few = Arrays.copyOf(few, count == 0 ? 8 : 2 * count);
    }
    few[count++] = name;
    return true;
  }

  /** A number from 0 to 63, of which every bit depends on every bit of the hash. */
  private static int spread(int hash) {
    return (hash * 0x9E37_79B9) >>> 26;
  }

  private boolean isAmongFew(String name) {
    for (int i = 0; i < count; i++) {
      if (few[i].equals(name)) {
        return true;
      }
    }
    return false;
  }
}
