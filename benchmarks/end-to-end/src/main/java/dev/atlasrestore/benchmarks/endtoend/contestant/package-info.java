/** Ways to read a restore job: the transports, the HTTP stacks alone, and other clients. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend.contestant;

import org.jspecify.annotations.NullMarked;
