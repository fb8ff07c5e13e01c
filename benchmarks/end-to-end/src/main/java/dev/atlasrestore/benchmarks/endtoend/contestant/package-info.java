/** Ways to read a restore job: ours, the bare stacks, and other clients. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend.contestant;

import org.jspecify.annotations.NullMarked;
