/** Reads restore jobs with Jakarta JSON Binding. */
@NullMarked
package dev.atlasrestore.codec.jsonb;

import org.jspecify.annotations.NullMarked;
