package dev.atlasrestore.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that takes a {@link FakeAtlas} one of its own, and closes it after the test. The
 * methods around a test ({@code @BeforeEach}, {@code @AfterEach}) may take it too and get the same;
 * what a constructor or {@code @BeforeAll} takes is shared by the tests of the class.
 *
 * <pre>{@code
 * @ExtendWith(FakeAtlasExtension.class)
 * class MyTest {
 *   @Test
 *   void readsAJob(FakeAtlas atlas) { ... }
 * }
 * }</pre>
 */
public final class FakeAtlasExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(FakeAtlasExtension.class);

  /** For JUnit. */
  public FakeAtlasExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FakeAtlas.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            FakeAtlas.class, type -> new Closing(FakeAtlas.start()), Closing.class)
        .atlas;
  }

  /** Closed by JUnit with the test's store: the one type is for older ones, the other for newer. */
  @SuppressWarnings("deprecation")
  private static final class Closing
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final FakeAtlas atlas;

    private Closing(FakeAtlas atlas) {
      this.atlas = atlas;
    }

    @Override
    public void close() {
      atlas.close();
    }
  }
}
