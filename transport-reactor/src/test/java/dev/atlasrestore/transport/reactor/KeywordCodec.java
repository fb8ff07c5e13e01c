package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * A codec that needs no JSON library: a document that contains {@code FINISHED} is the finished
 * job, every other document is the job in progress.
 */
final class KeywordCodec implements RestoreJobCodec {

  @Override
  public Document read(byte[] body) {
    boolean finished = new String(body, StandardCharsets.UTF_8).contains("FINISHED");
    return new Document() {
      @Override
      public OptionalInt envelopeStatus() {
        return OptionalInt.empty();
      }

      @Override
      public RestoreJob job() {
        return finished ? RestoreJobFixtures.finished() : RestoreJobFixtures.inProgress();
      }

      @Override
      public ApiError error() {
        return ApiError.NONE;
      }
    };
  }
}
