package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.load.Fetcher;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import jakarta.ws.rs.client.Client;
import org.jspecify.annotations.Nullable;

/** Our transport on Jersey: as it is made by default, or with Jackson on a like client. */
final class OurJersey implements Fetcher.Blocking {

  private final @Nullable Client borrowed;
  private final JerseyRestoreJobs jobs;

  OurJersey(Service service, Decoding decoding) {
    this.borrowed = decoding == Decoding.JACKSON ? PlainJersey.client() : null;
    this.jobs =
        borrowed == null
            ? JerseyRestoreJobs.create(service.config())
            : JerseyRestoreJobs.create(service.config(), borrowed, decoding.codec());
  }

  @Override
  public void fetch(RestoreJobRef ref) {
    Decoding.check(jobs.get(ref), ref);
  }

  @Override
  public void close() {
    jobs.close();
    if (borrowed != null) {
      borrowed.close();
    }
  }
}
