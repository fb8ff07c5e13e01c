/** What was measured, and what follows from it for the goals. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend.report;

import org.jspecify.annotations.NullMarked;
