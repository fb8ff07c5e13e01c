/** Starts server and contestants, lets them take turns, and keeps what was measured. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend.harness;

import org.jspecify.annotations.NullMarked;
