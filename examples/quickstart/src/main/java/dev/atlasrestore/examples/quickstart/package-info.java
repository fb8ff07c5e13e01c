/** Reads a restore job through each of the three transports, and waits for jobs. */
@NullMarked
package dev.atlasrestore.examples.quickstart;

import org.jspecify.annotations.NullMarked;
