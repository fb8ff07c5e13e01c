/** An HTTP server for restore jobs behind Digest authentication, in its own process. */
@NullMarked
package dev.atlasrestore.benchmarks.endtoend.server;

import org.jspecify.annotations.NullMarked;
