package dev.atlasrestore.benchmarks.micro;

import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.nio.charset.StandardCharsets;

/** The document that is read: the service's documented example, with ids of our own. */
final class Example {

  private Example() {}

  static byte[] body() {
    return RestoreJobFixtures.json(RestoreJobFixtures.finished()).getBytes(StandardCharsets.UTF_8);
  }
}
