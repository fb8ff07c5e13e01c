/** Functions on text that several packages use. */
@NullMarked
package dev.atlasrestore.internal.text;

import org.jspecify.annotations.NullMarked;
