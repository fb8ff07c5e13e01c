/** Text encodings that several internal packages need. */
@NullMarked
package dev.atlasrestore.internal.text;

import org.jspecify.annotations.NullMarked;
