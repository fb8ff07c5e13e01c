package dev.atlasrestore.testkit.contract;

import java.util.function.Supplier;

/**
 * A defective runner or port.
 *
 * @param description what it does wrong
 * @param test the name of the test that must find it
 * @param broken creates it
 */
record Defect<T>(String description, String test, Supplier<T> broken) {

  @Override
  public String toString() {
    return test + ": " + description;
  }
}
