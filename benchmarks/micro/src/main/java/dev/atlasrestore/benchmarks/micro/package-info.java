/**
 * Micro benchmarks of decoding, signing and the steps of a call: time and allocated bytes, next to
 * their lower bounds and to other libraries. {@link
 * dev.atlasrestore.benchmarks.micro.MicroBenchmarks} runs all of them.
 */
@NullMarked
package dev.atlasrestore.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
