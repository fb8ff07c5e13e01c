/**
 * What decoding, signing and the steps of a conversation cost, in time and in bytes, beside their
 * floors and peers; {@link dev.atlasrestore.benchmarks.micro.MicroBenchmarks} runs them all.
 */
@NullMarked
package dev.atlasrestore.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
