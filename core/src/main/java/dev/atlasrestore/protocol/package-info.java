/** The whole protocol, composed: what a transport's face runs. */
@NullMarked
package dev.atlasrestore.protocol;

import org.jspecify.annotations.NullMarked;
