package dev.atlasrestore.internal.download;

import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.exchange.BodySink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of one download. It is written as {@code <name>.part}, and moved to its name when it is
 * complete. All methods except {@link #bytes()} may block.
 *
 * <p>Safe for use by many threads: {@link #discard()} may be called while another thread writes. It
 * then waits for the end of the write.
 */
public final class ArchiveFile implements BodySink {

  private static final String SUFFIX = ".part";
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path target;
  private final boolean overwrite;
  private final MessageDigest sha1 = newSha1();
  private Path file;
  private @Nullable FileChannel channel;

  /** The key by which the file system identifies the {@code .part} file; null if unknown. */
  private @Nullable Object key;

  private boolean discarded;
  private volatile long bytes;

  /** Creates the file of a download. Touches no file. */
  public ArchiveFile(Path target, DownloadOptions options) {
    this.target = target;
    this.overwrite = options.overwrite();
    this.file = target;
  }

  /** A path that cannot be used. */
  public static final class UnusableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Path path;

    private UnusableException(Path path, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.path = path;
    }

    /** Returns the path. */
    public Path path() {
      return path;
    }
  }

  private static MessageDigest newSha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM must have SHA-1", e);
    }
  }

  /**
   * Checks that a file can be created for this target. Creates nothing.
   *
   * @throws UnusableException if no file can be created
   */
  public synchronized void check() throws UnusableException {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      requireWritable(absolute);
      return;
    }
    file = absolute;
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw unusable(absolute, "The folder of the download target %s does not exist: create it");
    }
    requireWritable(folder);
    requireFree();
  }

  private static void requireWritable(Path folder) throws UnusableException {
    if (!Files.isWritable(folder)) {
      throw unusable(
          folder,
          "This process cannot write to the folder %s: change its permissions, or name another folder");
    }
  }

  /** Requires that neither the file nor its {@code .part} file exists. */
  private void requireFree() throws UnusableException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!overwrite) {
        throw alreadyExists(file);
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw unusable(file, "The download target %s is not a regular file: name another one");
      }
    }
    if (Files.exists(part(), LinkOption.NOFOLLOW_LINKS)) {
      throw partExists(null);
    }
  }

  private static UnusableException alreadyExists(Path file) {
    return unusable(
        file,
        "The download target %s exists: delete it, name another one, or use"
            + " DownloadOptions.withOverwrite(true)");
  }

  private UnusableException partExists(@Nullable IOException cause) {
    return new UnusableException(
        part(),
        "The file "
            + part()
            + " exists: if no other download is writing it, an earlier one has left it, so delete it",
        cause);
  }

  private static UnusableException unusable(Path path, String message) {
    return new UnusableException(path, message.formatted(path), null);
  }

  private Path part() {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /**
   * Creates the {@code .part} file. If the file system supports POSIX permissions, only the owner
   * of the file may read it.
   *
   * @param nameInFolder the name of the file if the target is a folder
   * @throws UnusableException if the file cannot be created
   */
  public synchronized void create(String nameInFolder) throws UnusableException {
    if (discarded) {
      throw unusable(file, "The download to %s was cancelled");
    }
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      file = inFolder(absolute, nameInFolder);
    }
    requireFree();
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      channel =
          FileChannel.open(
              part(),
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              isPosix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
      key = keyOfPart();
    } catch (FileAlreadyExistsException e) {
      throw partExists(e);
    } catch (IOException e) {
      throw failed("create", e);
    }
  }

  private @Nullable Object keyOfPart() {
    try {
      return attributesOfPart().fileKey();
    } catch (IOException e) {
      return null; // Zip files do not show a file that is open.
    }
  }

  private BasicFileAttributes attributesOfPart() throws IOException {
    return Files.readAttributes(part(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** The name comes from the service, so it must not lead out of the folder. */
  private static Path inFolder(Path folder, String name) throws UnusableException {
    try {
      Path file = folder.resolve(name);
      boolean isName =
          !name.isBlank()
              && !name.equals(".")
              && !name.equals("..")
              && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
              && folder.equals(file.getParent());
      if (isName) {
        return file;
      }
    } catch (InvalidPathException e) {
      // The exception below says what to do.
    }
    throw unusable(
        folder,
        "The download target %s is a folder, and the link has no file name: add a file name");
  }

  private UnusableException failed(String operation, IOException cause) {
    String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return new UnusableException(
        part(),
        "Could not "
            + operation
            + " the file "
            + part()
            + ": "
            + (reason == null ? cause.getClass().getSimpleName() : reason),
        cause);
  }

  @Override
  public synchronized void write(ByteBuffer part) throws UnusableException {
    FileChannel open = channel;
    if (open == null || discarded) {
      throw unusable(file, "The file of the download to %s is closed");
    }
    sha1.update(part.duplicate());
    long length = part.remaining();
    try {
      while (part.hasRemaining()) {
        open.write(part);
      }
    } catch (IOException e) {
      throw failed("write", e);
    }
    bytes += length;
  }

  /** Returns the number of bytes that were written. */
  public long bytes() {
    return bytes;
  }

  /**
   * Forces the file to the disk and closes it. {@link #discard()} does not delete it afterwards.
   *
   * @return the SHA-1 in lower-case hexadecimal digits
   * @throws UnusableException if the bytes cannot be stored
   */
  public synchronized String complete() throws UnusableException {
    FileChannel open = channel;
    if (open == null || discarded) {
      throw unusable(file, "The file of the download to %s is closed");
    }
    try {
      open.force(true);
      open.close();
    } catch (IOException e) {
      throw failed("store", e);
    }
    channel = null;
    return HexFormat.of().formatHex(sha1.digest());
  }

  /**
   * Moves the complete file to its name in one atomic operation.
   *
   * @return the file
   * @throws UnusableException if the file cannot be moved; the {@code .part} file is kept
   */
  public synchronized Path publish() throws UnusableException {
    try {
      requireOwnPart();
      if (overwrite || !tryLink()) {
        Files.move(part(), file, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    } catch (FileAlreadyExistsException e) {
      throw new UnusableException(
          part(),
          "The download target "
              + file
              + " was created by another process meanwhile: the complete file is kept as "
              + part(),
          e);
    } catch (NoSuchFileException e) {
      throw partReplaced(e);
    } catch (IOException e) {
      throw new UnusableException(
          part(), "Could not move the complete file " + part() + " to " + file, e);
    }
  }

  /**
   * Checks that this download wrote the {@code .part} file. If it was deleted, another download may
   * have created a new file with that name. The file system may reuse the key of the deleted file,
   * so the sizes are compared too: the new file is smaller until it is complete.
   */
  private void requireOwnPart() throws IOException {
    BasicFileAttributes attributes = attributesOfPart();
    if ((key != null && !key.equals(attributes.fileKey())) || attributes.size() != bytes) {
      throw partReplaced(null);
    }
  }

  private UnusableException partReplaced(@Nullable IOException cause) {
    return new UnusableException(
        part(),
        "The file " + part() + " was deleted or replaced during the download: download again",
        cause);
  }

  /**
   * Tries to create the name as a hard link, because a move would replace a file that another
   * process has created meanwhile.
   *
   * @return false if the file system has no hard links, and no file has this name
   * @throws FileAlreadyExistsException if a file has this name
   */
  private boolean tryLink() throws IOException {
    try {
      Files.createLink(file, part());
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      return false;
    }
    Files.delete(part());
    return true;
  }

  /** Returns the {@code .part} file. */
  public synchronized Path partFile() {
    return part();
  }

  /**
   * Closes and deletes the {@code .part} file, unless it is complete, was never created, or now
   * belongs to another download.
   */
  public synchronized void discard() {
    discarded = true;
    FileChannel open = channel;
    channel = null;
    if (open == null) {
      return;
    }
    try (open) {
      if (key == null || key.equals(keyOfPart())) {
        Files.delete(part());
      }
    } catch (IOException e) {
      // The caller reports the failure that led to this cleanup.
    }
  }
}
