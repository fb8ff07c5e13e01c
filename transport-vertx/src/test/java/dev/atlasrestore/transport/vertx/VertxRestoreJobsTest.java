package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.contract.CancellablePort;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Running;
import dev.atlasrestore.testkit.contract.Traits;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;

/** Runs the contract of the port on the Vert.x Web Client. */
class VertxRestoreJobsTest extends RestoreJobPortContract {

  @Override
  protected Traits traits() {
    return decoderRejectsTlsAlerts()
        ? Traits.keepsAll()
        : Traits.keepsAll()
            .without(
                "4.plain",
                "this Netty waits for the end of a line, so a TLS alert only looks like a closed connection");
  }

  /** Whether Netty's decoder sees from the first byte of a TLS alert that it is not HTTP. */
  private static boolean decoderRejectsTlsAlerts() {
    EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseDecoder());
    byte[] alert = {0x15, 3, 3, 0, 2, 2, 0x46};
    channel.writeInbound(Unpooled.wrappedBuffer(alert));
    Object decoded = channel.readInbound();
    channel.finishAndReleaseAll();
    return decoded instanceof HttpObject http && http.decoderResult().isFailure();
  }

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    Vertx vertx = Vertx.vertx();
    try {
      return cancellable(
          vertx,
          kind instanceof ClientKind.Own
              ? VertxRestoreJobs.create(vertx, config)
              : VertxRestoreJobs.create(vertx, config, Clients.of(vertx, kind)));
    } catch (IllegalArgumentException e) {
      Clients.close(vertx);
      throw e;
    }
  }

  /** Only a watch can be cancelled; a {@code Future} of Vert.x cannot. */
  private static CancellablePort cancellable(Vertx vertx, VertxRestoreJobs jobs) {
    return CancellablePort.of(
        OpenPort.of(
            jobs,
            VertxRestoreJobsTest::await,
            () -> {
              jobs.close();
              Clients.close(vertx);
            }),
        Map.of(),
        Map.of("watch", ref -> new RunningWatch(jobs.watch(ref, job -> {}))));
  }

  private static Object await(Object future) {
    try {
      return Clients.await((Future<?>) future);
    } catch (InterruptedException e) {
      throw new AssertionError("no test interrupts this thread", e);
    }
  }

  private record RunningWatch(RestoreWatch watch) implements Running<RestoreJob> {

    @Override
    public RestoreJob await() throws InterruptedException {
      return Clients.await(watch.completion());
    }

    @Override
    public void cancel() {
      watch.cancel();
    }
  }
}
