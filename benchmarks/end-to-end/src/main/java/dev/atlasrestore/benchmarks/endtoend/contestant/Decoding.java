package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;

/** What is done with a body once it is there. */
public enum Decoding {
  /** Nothing: its size is looked at. */
  NONE,
  /** Our own codec reads it. */
  JSONB,
  /** Jackson binds it. */
  JACKSON;

  /** Reads bodies this way. */
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

  /** Fails if this is not the job that was asked for. */
  static void check(RestoreJob job, RestoreJobRef ref) {
    require(job.id().equals(ref.jobId()), ref);
  }

  private static void require(boolean right, RestoreJobRef ref) {
    if (!right) {
      throw new IllegalStateException("not the answer for job " + ref.jobId());
    }
  }

  /** Reads a body and fails if it is not the right one. */
  @FunctionalInterface
  interface Reader {

    void read(byte[] body, RestoreJobRef ref);
  }
}
