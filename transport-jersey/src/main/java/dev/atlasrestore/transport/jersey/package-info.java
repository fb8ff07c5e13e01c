/** Restore jobs on the Jersey client, blocking. */
@NullMarked
package dev.atlasrestore.transport.jersey;

import org.jspecify.annotations.NullMarked;
