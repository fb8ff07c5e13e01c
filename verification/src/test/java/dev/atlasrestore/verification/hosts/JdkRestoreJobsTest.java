package dev.atlasrestore.verification.hosts;

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

/** Runs the port contract on the transport of {@link JdkRunner}. */
class JdkRestoreJobsTest extends RestoreJobPortContract {

  private static final String SENDS_AGAIN =
      "the JDK's client repeats a GET if the connection is closed before the response; no setting"
          + " prevents this";
  private static final String BLOCKING_BODY =
      "this transport reads the body on the caller's thread, and the timeout of the JDK's client"
          + " does not cover that";

  private static final String USES_UNSOLICITED_DATA =
      "the JDK's client uses bytes that arrive on an idle connection as the next response";

  private static final String LOSES_HEAD =
      "if the connection ends right after the head, the JDK's client fails and does not report the"
          + " head";

  static final Traits TRAITS =
      Traits.keepsAll()
          .without("RUN-6.kind", LOSES_HEAD)
          .without("5.kind", LOSES_HEAD)
          .without("RUN-6.chunk", "the JDK's client waits for a chunk of any size")
          .without(
              "RUN-6.lengths",
              "the JDK's client uses Content-Length although Transfer-Encoding is present")
          .without("RUN-22", USES_UNSOLICITED_DATA)
          .without("6.unasked", USES_UNSOLICITED_DATA)
          .without("3.body", BLOCKING_BODY)
          .without("4.once", SENDS_AGAIN)
          .without("21.calls", "the JDK's client cannot be closed before Java 21")
          .without("22", "the pool of the JDK's client has no limit")
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
        throw new AssertionError("the test does not interrupt", e);
      }
    }

    @Override
    public void close() {
      // On Java 17 the JDK's client has no close method; its idle connections time out.
    }
  }
}
