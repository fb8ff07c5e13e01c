/**
 * The JSON of restore jobs, read with Jakarta JSON Binding.
 *
 * <p>A deserializer of our own walks the tokens once, so that types and numbers are seen as they
 * were sent: nothing is bound by reflection, nothing is converted on the way.
 */
@NullMarked
package dev.atlasrestore.codec.jsonb;

import org.jspecify.annotations.NullMarked;
