package dev.atlasrestore.testkit;

import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit Jupiter extension that starts a {@link FakeAtlas} for each test that has a parameter of
 * that type, and closes it after the test. {@code @BeforeEach} and {@code @AfterEach} methods get
 * the same fake as the test. A constructor or a {@code @BeforeAll} method gets a fake that all
 * tests of the class share.
 *
 * <pre>{@code
 * @ExtendWith(FakeAtlasExtension.class)
 * class MyTest {
 *   @Test
 *   void readsAJob(FakeAtlas atlas) { ... }
 * }
 * }</pre>
 *
 * <p>If a test fails, the extension prints the requests that its fake has received, without
 * secrets.
 *
 * <p>To configure the fakes, register an extension made by {@link #of}:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FakeAtlasExtension FAKES =
 *     FakeAtlasExtension.of(FakeAtlas.builder().basePath("/api/public/v1.0"));
 * }</pre>
 *
 * <p>The project that uses this class brings JUnit Jupiter, 5.10 or later.
 */
public final class FakeAtlasExtension implements ParameterResolver, AfterTestExecutionCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(FakeAtlasExtension.class);

  private final Supplier<FakeAtlas> start;

  private FakeAtlasExtension(Supplier<FakeAtlas> start) {
    this.start = start;
  }

  /** Called by JUnit for {@code @ExtendWith}. The fakes have the default configuration. */
  public FakeAtlasExtension() {
    this(FakeAtlas::start);
  }

  /**
   * Returns an extension that starts its fakes with this builder. The builder must not be changed
   * afterwards.
   */
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
        .getOrComputeIfAbsent(
            FakeAtlas.class, type -> new StoredFake(start.get()), StoredFake.class)
        .atlas;
  }

  /** Prints the requests that the fake of a failed test has received. */
  @Override
  public void afterTestExecution(ExtensionContext context) {
    StoredFake stored = context.getStore(NAMESPACE).get(FakeAtlas.class, StoredFake.class);
    if (stored != null && context.getExecutionException().isPresent()) {
      System.err.println(context.getDisplayName() + ": " + stored.atlas);
    }
  }

  /**
   * JUnit closes this with the test's store. JUnit before 5.13 closes only values of the deprecated
   * type; JUnit 6 closes only values of {@code AutoCloseable}.
   */
  @SuppressWarnings("deprecation")
  private static final class StoredFake
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final FakeAtlas atlas;

    private StoredFake(FakeAtlas atlas) {
      this.atlas = atlas;
    }

    @Override
    public void close() {
      atlas.close();
    }
  }
}
