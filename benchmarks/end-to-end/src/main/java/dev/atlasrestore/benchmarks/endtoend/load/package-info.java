/** Load: a number of callers, each making its next fetch as soon as it has the last one. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend.load;

import org.jspecify.annotations.NullMarked;
