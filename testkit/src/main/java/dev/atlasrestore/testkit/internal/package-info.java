/** The parts of the fake server that depend on no public type of the test kit. Not exported. */
@NullMarked
package dev.atlasrestore.testkit.internal;

import org.jspecify.annotations.NullMarked;
