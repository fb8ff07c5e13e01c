/**
 * How the bytes of an answer become a restore job; implemented outside of core, which knows no
 * JSON.
 */
@NullMarked
package dev.atlasrestore.codec;

import org.jspecify.annotations.NullMarked;
