/** What a fetch costs from end to end, beside the bare stacks and other clients. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
