/** A transport on the JDK's own HTTP client, {@code java.net.http}. */
@NullMarked
package dev.atlasrestore.examples.jdk;

import org.jspecify.annotations.NullMarked;
