/**
 * The operations on restore jobs as calls: get, list, wait, batch. {@link
 * dev.atlasrestore.protocol.RestoreJobCalls} is the entry; a transport's client runs its calls.
 */
@NullMarked
package dev.atlasrestore.protocol;

import org.jspecify.annotations.NullMarked;
