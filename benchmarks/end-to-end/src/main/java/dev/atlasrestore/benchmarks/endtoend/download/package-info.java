/** Compares downloads by the transports with the same work on the HTTP stacks alone. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend.download;

import org.jspecify.annotations.NullMarked;
