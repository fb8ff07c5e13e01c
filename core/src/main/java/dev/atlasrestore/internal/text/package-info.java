/** Functions on text that several packages of core use. */
@NullMarked
package dev.atlasrestore.internal.text;

import org.jspecify.annotations.NullMarked;
