/**
 * Finds a restore job, waits for it and downloads its file. Reads a job through each of the three
 * transports.
 */
@NullMarked
package dev.atlasrestore.examples.quickstart;

import org.jspecify.annotations.NullMarked;
