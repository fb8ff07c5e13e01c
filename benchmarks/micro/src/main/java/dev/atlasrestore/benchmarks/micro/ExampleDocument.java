package dev.atlasrestore.benchmarks.micro;

import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.nio.charset.StandardCharsets;

/** The document that all benchmarks decode: the documented example of the service, with own ids. */
final class ExampleDocument {

  private ExampleDocument() {}

  static byte[] body() {
    return RestoreJobFixtures.json(RestoreJobFixtures.finished()).getBytes(StandardCharsets.UTF_8);
  }
}
