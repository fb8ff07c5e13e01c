/**
 * Decodes the JSON of restore jobs with Jakarta JSON Binding.
 *
 * <p>A custom deserializer reads the JSON tokens once, in document order. It therefore sees every
 * type and every number as the service sent it. Nothing is bound by reflection or converted.
 */
@NullMarked
package dev.atlasrestore.codec.jsonb;

import org.jspecify.annotations.NullMarked;
