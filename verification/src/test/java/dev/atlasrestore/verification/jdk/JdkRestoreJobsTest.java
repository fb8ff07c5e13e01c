package dev.atlasrestore.verification.jdk;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.RestoreJobCalls;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Traits;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** The port's contract on the JDK's client. */
class JdkRestoreJobsTest extends RestoreJobPortContract {

  private static final String SENDS_AGAIN =
      "the JDK's client sends a GET again when its connection is closed before an answer; no"
          + " setting stops it";
  private static final String BLOCKING_BODY =
      "this transport reads the body on the caller's thread, where the JDK's timeout no longer"
          + " holds";

  private static final String TAKES_WHAT_COMES =
      "the JDK's client takes what comes on an idle connection for the next answer";

  private static final String EARLY_END =
      "where the body ends with its head, the JDK's client fails without having shown the head";

  static final Traits TRAITS =
      Traits.keepsAll()
          .without("RUN-6.kind", EARLY_END)
          .without("5.kind", EARLY_END)
          .without("RUN-6.chunk", "the JDK's client waits for a chunk of any size")
          .without("RUN-6.lengths", "it goes by the length where chunks go before it")
          .without("RUN-22", TAKES_WHAT_COMES)
          .without("6.unasked", TAKES_WHAT_COMES)
          .without("3.body", BLOCKING_BODY)
          .without("4.once", SENDS_AGAIN)
          .without("21.calls", "the JDK's client cannot be closed before Java 21")
          .without("22", "its pool has no bounds")
          .without("RUN-3", SENDS_AGAIN)
          .without("25", SENDS_AGAIN)
          .without("RUN-9", BLOCKING_BODY)
          .without("RUN-14", BLOCKING_BODY)
          .without("27.close", "the JDK's client cannot be closed before Java 21")
          .without(
              "21.connections",
              "the JDK's client cannot be closed before Java 21; its idle connections time out");

  @Override
  protected Traits traits() {
    return TRAITS;
  }

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    RestoreJobCalls calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
    return new Blocking(calls, new JdkRunner(JdkRunner.client(config.timeouts().connect(), kind)));
  }

  private record Blocking(RestoreJobCalls calls, JdkRunner runner)
      implements OpenPort, RestoreBatchPort<List<RestoreJob>> {

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

    @Override
    public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
      return run(calls.awaitAll(refs));
    }

    private <T> T run(Call<T> call) {
      try {
        return runner.run(call);
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts here", e);
      }
    }

    @Override
    public void close() {
      // the JDK's client on 17 cannot be closed: its connections go with it
    }
  }
}
