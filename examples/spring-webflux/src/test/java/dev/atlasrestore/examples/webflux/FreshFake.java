package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.testkit.FakeAtlas;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Resets the shared fake before each test. */
final class FreshFake implements BeforeEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    SpringExtension.getApplicationContext(context).getBean(FakeAtlas.class).reset();
  }
}
