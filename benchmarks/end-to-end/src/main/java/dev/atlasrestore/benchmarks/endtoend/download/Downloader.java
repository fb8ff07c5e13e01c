package dev.atlasrestore.benchmarks.endtoend.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A client that downloads the file of a {@link FileServer}. */
interface Downloader extends AutoCloseable {

  /** Downloads the file, and returns its SHA-1. Blocks until the file is on the disk. */
  String download(Path target) throws Exception;

  /** Reads the job. Only the transports do. */
  default void readJob() {
    throw new UnsupportedOperationException();
  }

  @Override
  void close();

  /** What every client does with the bytes: hash, write, force. */
  final class HashedFile implements AutoCloseable {
    private final FileChannel channel;
    private final MessageDigest sha1;

    HashedFile(Path target) throws IOException, NoSuchAlgorithmException {
      this.channel =
          FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.sha1 = MessageDigest.getInstance("SHA-1");
    }

    void write(ByteBuffer bytes) {
      sha1.update(bytes.duplicate());
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String finish() throws IOException {
      channel.force(true);
      return HexFormat.of().formatHex(sha1.digest());
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Deletes the file if it exists. */
  static void delete(Path target) throws IOException {
    Files.deleteIfExists(target);
  }
}
