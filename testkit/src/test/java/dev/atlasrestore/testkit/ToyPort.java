package dev.atlasrestore.testkit;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.RestoreJobCalls;
import java.util.function.Consumer;

/** The protocol of core on some runner. */
class ToyPort implements OpenPort {

  private final RestoreJobCalls calls;
  private final RunnerUnderTest runner;

  ToyPort(AtlasConfig config) {
    this(config, new ToyRunner());
  }

  ToyPort(AtlasConfig config, RunnerUnderTest runner) {
    this(config, new JsonbRestoreJobCodec(), runner);
  }

  ToyPort(AtlasConfig config, RestoreJobCodec codec, RunnerUnderTest runner) {
    this.calls = new RestoreJobCalls(config, codec);
    this.runner = runner;
  }

  @Override
  public RestoreJob get(RestoreJobRef ref) {
    return run(calls.get(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref) {
    return run(calls.awaitCompletion(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return run(calls.awaitCompletion(ref, onPoll));
  }

  private RestoreJob run(Call<RestoreJob> call) {
    try {
      return runner.start(call).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("interrupted", e);
    }
  }

  @Override
  public void close() {
    runner.close();
  }
}
