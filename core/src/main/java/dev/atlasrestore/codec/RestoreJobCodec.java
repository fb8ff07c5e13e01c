package dev.atlasrestore.codec;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import java.util.OptionalInt;

/**
 * Reads the JSON of answers. Safe for use by many threads; must neither block nor do I/O, as it
 * runs on event loops.
 *
 * <p>A codec reads and does not judge: whether an answer is a job or an error is for core to say.
 * So one reading holds both views; their members have no name in common.
 */
@FunctionalInterface
public interface RestoreJobCodec {

  /**
   * Reads a body, whatever it holds.
   *
   * @param body UTF-8, perhaps with a byte order mark; not to be changed. May be empty, HTML, or
   *     anything
   * @return what was read
   * @throws DecodingException if the body is no JSON object; it may also be thrown later, by {@link
   *     Document#job()}
   */
  Document read(byte[] body);

  /**
   * What a body says. If it is enveloped, {@link #job()} and {@link #error()} speak of what is
   * inside.
   */
  interface Document {

    /**
     * The inner {@code status}, if the body has {@code status} and, beside it, {@code content} or
     * {@code envelope}; whole numbers from 100 to 599 only.
     */
    OptionalInt envelopeStatus();

    /**
     * The restore job.
     *
     * @throws DecodingException if a member is missing or is not what it must be; names it
     */
    RestoreJob job();

    /**
     * The error, as far as it can be read: members of a wrong type are as good as missing. Never
     * throws.
     */
    ApiError error();
  }
}
