/** Restore jobs on Reactor Netty. */
@NullMarked
package dev.atlasrestore.transport.reactor;

import org.jspecify.annotations.NullMarked;
