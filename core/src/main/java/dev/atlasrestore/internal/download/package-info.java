/**
 * The parts of a download: the link, the head of the response, and the file. Only {@link
 * dev.atlasrestore.internal.download.ArchiveFile} touches the file system.
 */
@NullMarked
package dev.atlasrestore.internal.download;

import org.jspecify.annotations.NullMarked;
