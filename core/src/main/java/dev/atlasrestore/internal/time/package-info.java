/** Functions on durations and instants that several packages use. */
@NullMarked
package dev.atlasrestore.internal.time;

import org.jspecify.annotations.NullMarked;
