package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import java.util.Objects;
import java.util.function.Consumer;

/** The port as conversations. */
public final class RestoreJobCalls implements RestoreJobPort<Call<RestoreJob>> {

  private final AtlasConfig config;
  private final RestoreJobCodec codec;

  /** Makes the calls of one client. */
  public RestoreJobCalls(AtlasConfig config, RestoreJobCodec codec) {
    this.config = Objects.requireNonNull(config, "config");
    this.codec = Objects.requireNonNull(codec, "codec");
  }

  @Override
  public Call<RestoreJob> get(RestoreJobRef ref) {
    throw new UnsupportedOperationException(config + " " + codec);
  }

  @Override
  public Call<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    return awaitCompletion(ref, job -> {});
  }

  @Override
  public Call<RestoreJob> awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    throw new UnsupportedOperationException();
  }
}
