package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.ClientKind;
import dev.atlasrestore.testkit.OpenPort;
import dev.atlasrestore.testkit.RestoreJobPortContract;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** The port's contract on Reactor Netty. */
class ReactorRestoreJobsTest extends RestoreJobPortContract {

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return new Blocking(ReactorRestoreJobs.create(config), () -> {});
    }
    Clients clients = Clients.of(kind);
    return new Blocking(ReactorRestoreJobs.create(config, clients.client()), clients::close);
  }

  private record Blocking(ReactorRestoreJobs jobs, Runnable afterwards) implements OpenPort {

    @Override
    public RestoreJob get(RestoreJobRef ref) {
      return await(jobs.get(ref));
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref) {
      return await(jobs.awaitCompletion(ref));
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
      return await(jobs.awaitCompletion(ref, onPoll));
    }

    private static RestoreJob await(Mono<RestoreJob> mono) {
      return mono.blockOptional().orElseThrow();
    }

    @Override
    public void close() {
      jobs.close();
      afterwards.run();
    }
  }
}
