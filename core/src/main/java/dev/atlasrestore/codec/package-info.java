/**
 * Decodes the body of a response into a restore job or an error. Codecs are implemented outside of
 * core, because core has no JSON parser.
 */
@NullMarked
package dev.atlasrestore.codec;

import org.jspecify.annotations.NullMarked;
