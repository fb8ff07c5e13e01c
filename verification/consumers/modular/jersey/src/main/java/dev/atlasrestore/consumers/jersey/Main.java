package dev.atlasrestore.consumers.jersey;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;

/** Reads a restore job through Jersey on the module path. */
public final class Main {

  private Main() {}

  /** Fails if the job cannot be read, or if the transport is not a named module. */
  public static void main(String[] args) {
    try (FakeAtlas atlas = FakeAtlas.start();
        JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config())) {
      RestoreJob stored = RestoreJobFixtures.finished();
      atlas.put(RestoreJobFixtures.ref(), stored);
      RestoreJob read = jobs.get(RestoreJobFixtures.ref());
      Module transport = JerseyRestoreJobs.class.getModule();
      if (!read.equals(stored) || !transport.isNamed()) {
        throw new AssertionError("Read " + read + " through " + transport);
      }
      System.out.println("Jersey: read the job through " + transport);
    }
  }
}
