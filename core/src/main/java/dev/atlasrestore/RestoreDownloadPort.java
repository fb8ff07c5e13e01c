package dev.atlasrestore;

import java.nio.file.Path;

/**
 * Downloads the file of a restore job, and compares its SHA-1 with the one that the service offers.
 * It changes nothing at the service, except that the service counts the download.
 *
 * <p>A download:
 *
 * <ol>
 *   <li>checks the target;
 *   <li>reads the job. If the file cannot be downloaded now, the download fails with {@link
 *       DownloadUnavailableException}; {@link RestoreJobPort#awaitDownload} waits until the file
 *       can be downloaded;
 *   <li>requests the link of the job, without the credentials of the API. It writes the file to
 *       {@code <name>.part} beside the target, and computes the SHA-1 at the same time;
 *   <li>reads the job until the job contains the hash of the file, for at most {@link
 *       DownloadOptions#hashWait()}. The service knows the hash only after a complete download. An
 *       error of the service that further reads cannot change ends this step early: then no hash is
 *       offered;
 *   <li>moves the file to the target in one atomic operation, if the hashes are equal or the
 *       service offers none.
 * </ol>
 *
 * <p>So the target never holds an incomplete file, even if the process is killed. An existing
 * target is not overwritten, unless {@link DownloadOptions#withOverwrite} allows it.
 *
 * <p><b>The link may allow only one download.</b> A download that breaks off is resumed only if the
 * server proves that the rest belongs to the same file: the server accepts byte ranges, and the
 * file has a strong ETag or, without any ETag, a modification date that has not changed. Otherwise
 * the call fails with {@link DownloadFailedException}. A call never downloads the whole file a
 * second time.
 *
 * <p><b>What is left behind.</b> A download that fails or is cancelled before the last byte deletes
 * the {@code .part} file; a later call starts from the beginning. A complete {@code .part} file is
 * kept in three cases, because the link may be used up: its hash is wrong ({@link
 * HashMismatchException}), it cannot be moved ({@link DownloadTargetException}, whose message names
 * it), or the call is cancelled while it waits for the hash. If the process is killed, the {@code
 * .part} file stays too, complete or not. A download does not replace a {@code .part} file, because
 * another download may be writing it.
 *
 * <p><b>Size and time.</b> A file may have any size. A download keeps less than 4 MiB of it in
 * memory. It has no timeout as a whole, only one for the time without a byte: {@link
 * DownloadOptions#idleTimeout()}.
 *
 * <p>The rules of {@link RestoreJobPort} for threads, failures and repeated requests apply to the
 * reads of the job. Files are never read or written on an event loop.
 *
 * @param <D> {@link DownloadedArchive}, or the type that will hold it
 */
public interface RestoreDownloadPort<D> {

  /**
   * Downloads the file of a job with {@link DownloadOptions#defaults()}.
   *
   * @param ref the reference of the job
   * @param target the file to create, or a folder that exists. In a folder, the file gets the name
   *     in the last segment of the link
   * @return the file, and whether it was verified. {@link DownloadedArchive#requireVerified()}
   *     throws an exception if the service offered no hash
   */
  D download(RestoreJobRef ref, Path target);

  /**
   * Downloads the file of a job with these options.
   *
   * @param ref the reference of the job
   * @param target the file to create, or the folder in which to create it
   * @return the file, and whether it was verified
   */
  D download(RestoreJobRef ref, Path target, DownloadOptions options);
}
