package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.testkit.FakeAtlas;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Lets every test find the shared fake as good as new. */
final class FreshFake implements BeforeEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    SpringExtension.getApplicationContext(context).getBean(FakeAtlas.class).reset();
  }
}
