package dev.atlasrestore.testkit.contract;

import java.util.function.Supplier;

/**
 * A way in which a runner, or a port, goes wrong.
 *
 * @param what what it does
 * @param foundBy how the name of the rule begins that is there to find it
 * @param broken makes one
 */
record Defect<T>(String what, String foundBy, Supplier<T> broken) {

  @Override
  public String toString() {
    return what + " (" + foundBy + ")";
  }
}
