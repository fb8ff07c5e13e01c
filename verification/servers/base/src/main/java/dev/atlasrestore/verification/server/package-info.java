/**
 * What every digest server of this folder shares: its options, its counts, its answer, its life.
 */
@NullMarked
package dev.atlasrestore.verification.server;

import org.jspecify.annotations.NullMarked;
