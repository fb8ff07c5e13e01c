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
   * Takes the next part of the body. May block.
   *
   * @param bytes the bytes, read to their end by this method. They belong to the runner again when
   *     it returns
   * @throws IOException if the bytes cannot be stored; ends the transfer
   */
  void write(ByteBuffer bytes) throws IOException;
}
