package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import jakarta.ws.rs.client.Client;
import org.jspecify.annotations.Nullable;

/** The transport on Jersey. With Jackson it uses a supplied client like {@link PlainJersey}. */
final class OurJersey implements Fetcher.Blocking {

  private final @Nullable Client supplied;
  private final JerseyRestoreJobs jobs;

  OurJersey(Service service, Decoding decoding) {
    this.supplied = decoding == Decoding.JACKSON ? PlainJersey.client() : null;
    this.jobs =
        supplied == null
            ? JerseyRestoreJobs.create(service.config())
            : JerseyRestoreJobs.create(service.config(), supplied, decoding.codec());
  }

  @Override
  public void fetch(RestoreJobRef ref) {
    Decoding.check(jobs.get(ref), ref);
  }

  @Override
  public void close() {
    jobs.close();
    if (supplied != null) {
      supplied.close();
    }
  }
}
