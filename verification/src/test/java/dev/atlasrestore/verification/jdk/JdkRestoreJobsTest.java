package dev.atlasrestore.verification.jdk;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.RestoreJobCalls;
import dev.atlasrestore.testkit.ClientKind;
import dev.atlasrestore.testkit.OpenPort;
import dev.atlasrestore.testkit.RestoreJobPortContract;
import dev.atlasrestore.testkit.Traits;
import java.util.function.Consumer;

/** The port's contract on the JDK's client. */
class JdkRestoreJobsTest extends RestoreJobPortContract {

  private static final String SENDS_AGAIN =
      "the JDK's client sends a GET again when its connection is closed before an answer; no setting stops it";
  private static final String BLOCKING_BODY =
      "this transport reads the body on the caller's thread, where the JDK's timeout no longer holds";

  private static final String EARLY_END =
      "where the body ends with its head, the JDK's client fails without having shown the head";

  static final Traits TRAITS =
      Traits.keepsAll()
          .without("RUN-6.kind", EARLY_END)
          .without("RUN-3", SENDS_AGAIN)
          .without("25", SENDS_AGAIN)
          .without("RUN-9", BLOCKING_BODY)
          .without("RUN-14", BLOCKING_BODY)
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
    return new Blocking(calls, new JdkRunner(JdkRunner.client(config.timeouts().connect())));
  }

  private record Blocking(RestoreJobCalls calls, JdkRunner runner) implements OpenPort {

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
