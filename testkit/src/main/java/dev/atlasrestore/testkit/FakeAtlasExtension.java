package dev.atlasrestore.testkit;

import java.util.Objects;
import java.util.function.Supplier;
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
 *
 * <p>For a fake with ways of its own, register one made by {@link #of}:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FakeAtlasExtension FAKES =
 *     FakeAtlasExtension.of(FakeAtlas.builder().basePath("/api/public/v1.0"));
 * }</pre>
 */
public final class FakeAtlasExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(FakeAtlasExtension.class);

  private final Supplier<FakeAtlas> start;

  private FakeAtlasExtension(Supplier<FakeAtlas> start) {
    this.start = start;
  }

  /** For JUnit. */
  public FakeAtlasExtension() {
    this(FakeAtlas::start);
  }

  /** One whose fakes this builder starts; the builder is not to be changed any more. */
  public static FakeAtlasExtension of(FakeAtlas.Builder builder) {
    Objects.requireNonNull(builder, "builder");
    return new FakeAtlasExtension(builder::start);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FakeAtlas.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(FakeAtlas.class, type -> new Closing(start.get()), Closing.class)
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
