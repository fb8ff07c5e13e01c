package dev.atlasrestore.codec;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import java.util.OptionalInt;

/**
 * Decodes response bodies. An implementation must be thread-safe. It must not block and must not do
 * I/O, because it runs on event loops.
 *
 * <p>A codec does not decide whether a response is a job or an error; core decides that by the
 * status. So a {@link Document} offers both views of one body.
 */
@FunctionalInterface
public interface RestoreJobCodec {

  /**
   * Reads a response body.
   *
   * @param body the bytes of the body; must not be changed. It may be a JSON object in UTF-8, with
   *     or without a byte order mark, but also be empty, HTML, or anything else
   * @return the document in the body
   * @throws DecodingException if the body is not a JSON object; a codec may also throw it later,
   *     from {@link Document#job()}
   */
  Document read(byte[] body);

  /**
   * A response body. If it is enveloped, {@link #job()} and {@link #error()} read the content of
   * the envelope.
   */
  interface Document {

    /**
     * The {@code status} of the envelope, if the body has {@code status} and one of {@code content}
     * and {@code envelope}, and the status is a whole number from 100 to 599; else empty.
     */
    OptionalInt envelopeStatus();

    /**
     * Returns the restore job.
     *
     * @throws DecodingException if a required member is missing or cannot be read; names the member
     */
    RestoreJob job();

    /**
     * Returns the error. A member of a wrong type counts as missing. Never throws an exception:
     * without any readable member it returns {@link ApiError#NONE}.
     */
    ApiError error();
  }
}
