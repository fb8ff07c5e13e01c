package dev.atlasrestore.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Receives the body of a response part by part; see {@link Step.Transfer}. It may be used for the
 * bodies of several responses, one after the other.
 */
@FunctionalInterface
public interface BodySink {

  /**
   * Writes the next part of the body. May block.
   *
   * @param bytes the bytes. This method reads all of them. The runner may reuse the buffer when
   *     this method has returned
   * @throws IOException if the bytes cannot be written. The exception ends the transfer
   */
  void write(ByteBuffer bytes) throws IOException;
}
