/** Writes the tables of the benchmarks. */
@NullMarked
package dev.atlasrestore.benchmarks.report;

import org.jspecify.annotations.NullMarked;
