package dev.atlasrestore.codec;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import java.util.List;
import java.util.OptionalInt;

/**
 * Decodes response bodies. An implementation must be thread-safe. It must not block and must not do
 * I/O, because it runs on event loops.
 *
 * <p>A codec does not decide whether a response is a job, a list of jobs or an error; core decides
 * that by the request and the status. So a {@link Document} offers all views of one body.
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
   *     from {@link Document#job()} or {@link Document#page()}
   */
  Document read(byte[] body);

  /**
   * A response body. If it is enveloped, {@link #job()}, {@link #page()} and {@link #error()} read
   * the content of the envelope.
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
     * Returns one page of a list of restore jobs. Every codec that reads lists overrides this
     * method.
     *
     * @throws DecodingException if {@code results} is missing or if one of its jobs cannot be read;
     *     names the member, for example {@code results[3].created}
     * @throws UnsupportedOperationException if the codec does not read lists
     */
    default Page page() {
      throw new UnsupportedOperationException(
          getClass().getName() + " does not read lists of restore jobs: override page()");
    }

    /**
     * Returns the error. A member of a wrong type counts as missing. Never throws an exception:
     * without any readable member it returns {@link ApiError#NONE}.
     */
    ApiError error();
  }

  /**
   * One page of a list of restore jobs.
   *
   * @param jobs the jobs in {@code results}, in the order of the response; copied
   * @param hasNext whether {@code links} has a link with {@code rel} {@code next}
   */
  record Page(List<RestoreJob> jobs, boolean hasNext) {

    /** Copies the jobs. */
    public Page {
      jobs = List.copyOf(jobs);
    }
  }
}
