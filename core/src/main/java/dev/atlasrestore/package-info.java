/**
 * Restore jobs of MongoDB Atlas, Cloud Manager and Ops Manager: the job, the ports that read it,
 * the configuration and the exceptions.
 *
 * <p>All values are immutable and thread-safe. No public method returns null: a value that may be
 * absent is an {@link java.util.Optional}.
 */
@NullMarked
package dev.atlasrestore;

import org.jspecify.annotations.NullMarked;
