package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.codec.RestoreJobCodec;
import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import org.eclipse.yasson.JsonBindingProvider;

/**
 * Reads answers with Jakarta JSON Binding, through a deserializer that walks the parser: types and
 * numbers are seen as they are, so nothing is coerced, and no reflection is needed.
 *
 * <p>Immutable and safe for use by many threads. Making one takes a while (it builds a {@link
 * Jsonb}); make it once, off any event loop, and keep it. Time and memory are linear in the size of
 * the body, whatever it holds.
 */
public final class JsonbRestoreJobCodec implements RestoreJobCodec {

  private final Jsonb jsonb;

  /**
   * A codec on Yasson and Parsson, whatever else a container offers; needs no context class loader.
   */
  public JsonbRestoreJobCodec() {
    this.jsonb =
        new JsonBindingProvider()
            .create()
            .withProvider(jsonProvider())
            .withConfig(config())
            .build();
  }

  /**
   * A codec on another JSON-B provider, for example a container's own.
   *
   * @param provider makes the {@link Jsonb}
   */
  public JsonbRestoreJobCodec(JsonbProvider provider) {
    this.jsonb = provider.create().withConfig(config()).build();
  }

  /**
   * The JSON-P provider beside this class: a thread's context class loader may be null, or see
   * another one.
   */
  private static JsonProvider jsonProvider() {
    return ServiceLoader.load(JsonProvider.class, JsonbRestoreJobCodec.class.getClassLoader())
        .findFirst()
        .orElseGet(JsonProvider::provider);
  }

  private static JsonbConfig config() {
    return new JsonbConfig().withDeserializers(new MembersDeserializer());
  }

  @Override
  public Document read(byte[] body) {
    String text = Utf8.decode(body);
    Outline.requireOneObject(text);
    try {
      return new MembersDocument(jsonb.fromJson(text, Members.class));
    } catch (JsonbException | JsonException | NoSuchElementException | IllegalStateException e) {
      throw new DecodingException(
          null, "it is not valid JSON"); // no cause: parsers quote what they read
    }
  }
}
