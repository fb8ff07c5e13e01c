/**
 * Restore jobs of MongoDB Atlas, Cloud Manager and Ops Manager: the job, the port that reads it,
 * its configuration and its errors.
 *
 * <p>Everything here is an immutable value and safe to share between threads. Nothing public is
 * ever null: what may be absent is an {@link java.util.Optional}. The one exception is an {@link
 * AtlasException} that has been through Java serialization.
 */
@NullMarked
package dev.atlasrestore;

import org.jspecify.annotations.NullMarked;
