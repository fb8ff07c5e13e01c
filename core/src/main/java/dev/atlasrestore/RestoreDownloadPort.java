package dev.atlasrestore;

import java.nio.file.Path;

/**
 * Downloads the file of a restore job, and checks it against the hash that the service offers. It
 * reads only: nothing at the service is started or changed, except that the service counts the
 * download.
 *
 * <p>A download:
 *
 * <ol>
 *   <li>checks the target;
 *   <li>reads the job. If the file cannot be downloaded now, it fails with {@link
 *       DownloadUnavailableException}; {@link RestoreJobPort#awaitDownload} waits until it can;
 *   <li>requests the link of the job, and writes the file to {@code <name>.part} beside the target.
 *       It computes the SHA-1 on the way. The link gets no credentials of the API;
 *   <li>reads the job until it has the hash of the file, for at most {@link
 *       DownloadOptions#hashWait()}, because the service knows the hash only after a complete
 *       download;
 *   <li>moves the file to its name at once, if the hash is equal or the service offers none.
 * </ol>
 *
 * <p>So the target is absent or complete at any moment, even if the process is killed. It is not
 * overwritten, unless {@link DownloadOptions#withOverwrite} allows it.
 *
 * <p><b>The link may be good for one download.</b> A broken download goes on only if the server has
 * proven that it continues the same file: it accepts byte ranges, and the file has a strong ETag or
 * a modification date that has not changed. Otherwise the call fails with {@link
 * DownloadFailedException}. It never downloads the whole file a second time.
 *
 * <p><b>What is left behind.</b> A download that fails or is cancelled before the last byte deletes
 * the {@code .part} file; a later call starts from the beginning. A complete {@code .part} file is
 * kept in three cases, because the link may be used up: its hash is wrong ({@link
 * HashMismatchException}), it cannot be moved ({@link DownloadTargetException}, which names it), or
 * the call is cancelled while it waits for the hash. A process that is killed leaves the file too.
 * A download does not replace a {@code .part} file, because another download may be writing it.
 *
 * <p><b>Size and time.</b> Files may have any size; less than 4 MiB are in memory. There is no
 * timeout for the whole download, only for the time without a byte: {@link
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
   * @param target the file to create, or a folder in which to create a file with the name that the
   *     link has. The folder must exist
   * @return the file, and whether it was verified. {@link DownloadedArchive#requireVerified()}
   *     refuses a file for which the service offered no hash
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
