/** The server that every contestant is measured against, in a JVM of its own. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend.server;

import org.jspecify.annotations.NullMarked;
