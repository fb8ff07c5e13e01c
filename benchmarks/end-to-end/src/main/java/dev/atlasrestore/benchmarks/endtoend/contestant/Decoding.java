package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;

/** The ways to decode the body of a response. */
public enum Decoding {
  /** Only checks that the body is not empty. */
  NONE,
  /** The JSON-B codec of this project. */
  JSONB,
  /** Jackson databind, with {@link JacksonCodec}. */
  JACKSON;

  /** Creates a reader that decodes this way. */
  Reader reader() {
    if (this == NONE) {
      return (body, ref) -> require(body.length > 0, ref);
    }
    RestoreJobCodec codec = codec();
    return (body, ref) -> check(codec.read(body).job(), ref);
  }

  RestoreJobCodec codec() {
    return this == JACKSON ? new JacksonCodec() : new JsonbRestoreJobCodec();
  }

  /** Throws if this is not the requested job. */
  static void check(RestoreJob job, RestoreJobRef ref) {
    require(job.id().equals(ref.jobId()), ref);
  }

  private static void require(boolean condition, RestoreJobRef ref) {
    if (!condition) {
      throw new IllegalStateException("The response does not contain job " + ref.jobId() + ".");
    }
  }

  /** Decodes a body. Throws if it does not contain the requested job. */
  @FunctionalInterface
  interface Reader {

    void read(byte[] body, RestoreJobRef ref);
  }
}
