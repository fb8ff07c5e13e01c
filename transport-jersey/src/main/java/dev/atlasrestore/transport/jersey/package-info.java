/**
 * The Jersey transport: reads MongoDB restore jobs with a Jersey client and blocks the calling
 * thread.
 */
@NullMarked
package dev.atlasrestore.transport.jersey;

import org.jspecify.annotations.NullMarked;
