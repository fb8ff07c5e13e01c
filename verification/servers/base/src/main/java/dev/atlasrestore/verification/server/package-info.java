/**
 * The common part of the digest servers: options, counts, the restore job, and the end of the
 * process.
 */
@NullMarked
package dev.atlasrestore.verification.server;

import org.jspecify.annotations.NullMarked;
