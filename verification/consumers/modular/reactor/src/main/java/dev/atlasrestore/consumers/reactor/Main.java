package dev.atlasrestore.consumers.reactor;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import reactor.core.publisher.Mono;

/** Reads a restore job through Reactor Netty, everything being a module. */
public final class Main {

  private Main() {}

  /** Fails if the job cannot be read, or if something is no module. */
  public static void main(String[] args) {
    try (FakeAtlas atlas = FakeAtlas.start();
        ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      RestoreJob stored = RestoreJobFixtures.finished();
      atlas.put(RestoreJobFixtures.ref(), stored);
      Mono<RestoreJob> read = jobs.get(RestoreJobFixtures.ref());
      Module transport = ReactorRestoreJobs.class.getModule();
      if (!stored.equals(read.block()) || !transport.isNamed()) {
        throw new AssertionError(stored + " through " + transport);
      }
      System.out.println("read through " + transport);
    }
  }
}
