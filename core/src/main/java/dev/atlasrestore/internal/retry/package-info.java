/** Repeating a read that failed in passing, within attempts, budget and deadline. */
@NullMarked
package dev.atlasrestore.internal.retry;

import org.jspecify.annotations.NullMarked;
