/** Functions over steps that know nothing of what the steps are about. */
@NullMarked
package dev.atlasrestore.internal.step;

import org.jspecify.annotations.NullMarked;
