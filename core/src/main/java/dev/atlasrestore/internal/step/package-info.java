/** Functions that combine calls. They do not depend on what the calls do. */
@NullMarked
package dev.atlasrestore.internal.step;

import org.jspecify.annotations.NullMarked;
