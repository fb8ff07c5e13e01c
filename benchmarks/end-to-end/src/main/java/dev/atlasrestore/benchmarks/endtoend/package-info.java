/**
 * Compares the three transports with the HTTP stacks alone and with other clients. {@link
 * dev.atlasrestore.benchmarks.endtoend.EndToEnd} runs everything.
 */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
