package dev.atlasrestore.consumers.reactor;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;

/** Reads a restore job through Reactor Netty on the module path. */
public final class Main {

  private Main() {}

  /** Fails if the job cannot be read, or if the transport is not a named module. */
  public static void main(String[] args) {
    try (FakeAtlas atlas = FakeAtlas.start();
        ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      RestoreJob stored = RestoreJobFixtures.finished();
      atlas.put(RestoreJobFixtures.ref(), stored);
      RestoreJob read = jobs.get(RestoreJobFixtures.ref()).block();
      Module transport = ReactorRestoreJobs.class.getModule();
      if (!stored.equals(read) || !transport.isNamed()) {
        throw new AssertionError("Read " + read + " through " + transport);
      }
      System.out.println("Reactor Netty: read the job through " + transport);
    }
  }
}
