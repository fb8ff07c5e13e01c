package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import java.util.Objects;

/**
 * Decodes restore jobs with Jakarta JSON Binding.
 *
 * <p>Immutable and safe for use by many threads. Create one instance and reuse it: the constructor
 * takes about as long as a thousand calls of {@link #read}. The constructor loads class files, so
 * do not call it on an event loop. {@link #read} neither blocks nor does I/O, and does not use the
 * thread's context class loader. An instance holds no resource that must be closed.
 *
 * <p>Rules of decoding:
 *
 * <ul>
 *   <li>The body is UTF-8. A byte order mark is ignored. Malformed bytes are an error.
 *   <li>{@code id}, {@code groupId}, {@code created} and {@code statusName} are required. If one of
 *       them is missing or unreadable, {@link Document#job()} throws.
 *   <li>Any other member that is unreadable is absent, and {@link RestoreJob#unreadable()} has its
 *       path. An unreadable array element is left out. So is a {@code timestamp} that lacks either
 *       {@code date} or {@code increment}. If more than 100 members are unreadable, {@link
 *       Document#job()} throws.
 *   <li>A member that is {@code null} is absent. A {@code null} in an array is left out. An empty
 *       object in {@code links} stays an empty link.
 *   <li>Unknown members are ignored. Unknown statuses and delivery methods are kept. Ids are not
 *       validated.
 *   <li>Timestamps are ISO 8601 with {@code Z} or an offset. They may have fractions of a second.
 *       Leap seconds are unreadable.
 *   <li>Numbers are exact: {@code 1.0} and {@code 1e0} are the whole number 1. {@code 1.9} and
 *       numbers that do not fit into a {@code long} are unreadable. Negative counts are kept. A
 *       number may also be a string of decimal digits.
 *   <li>A known member that occurs twice in an object is an error. So is nesting deeper than 64
 *       levels.
 * </ul>
 *
 * <p>Time and memory grow linearly with the size of the body. The messages of exceptions name
 * members of the job and never contain text of the body. The paths of members are the same with and
 * without an envelope.
 *
 * <p>These rules hold with Yasson, which is a run-time dependency and the provider of GlassFish,
 * Payara, Open Liberty and WildFly. Any other provider must let a deserializer read numbers as they
 * were sent. Johnzon 2.0 does not; with such a provider the constructor fails.
 */
public final class JsonbRestoreJobCodec implements RestoreJobCodec {

  private final Jsonb jsonb;

  /**
   * Creates a codec with the JSON-B and JSON-P providers that the class loader of this class finds.
   * Yasson is preferred.
   *
   * @throws IllegalStateException if no usable provider is found
   */
  public JsonbRestoreJobCodec() {
    this(ProviderLookup.newBuilder());
  }

  /**
   * Creates a codec with a given provider, for example {@code
   * JsonbBuilder.newBuilder("com.example.Provider")}.
   *
   * @param builder is used once, by this constructor, which replaces its configuration
   * @throws IllegalStateException if the provider is not usable
   */
  public JsonbRestoreJobCodec(JsonbBuilder builder) {
    Objects.requireNonNull(builder, "builder");
    jsonb =
        builder
            .withConfig(new JsonbConfig().withDeserializers(new ParsedDocumentDeserializer()))
            .build();
    requireUsableProvider();
  }

  @Override
  public Document read(byte[] body) {
    return parse(JsonText.decode(body));
  }

  private ParsedDocument parse(JsonText text) {
    ParsedDocument document;
    try {
      document = jsonb.fromJson(text.value(), ParsedDocument.class);
    } catch (RuntimeException e) {
      throw toDecodingException(e);
    }
    if (document == null) {
      throw notWellFormed();
    }
    if (!text.isBlankAfter(document.endOffset())) {
      throw new DecodingException(null, "there is text after the JSON object");
    }
    return document;
  }

  /**
   * Finds the exception of our deserializer, which providers wrap in their own. Any other exception
   * is replaced, because its message may quote the body.
   */
  private static DecodingException toDecodingException(RuntimeException thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < 10 && cause != null; i++) {
      if (cause instanceof DecodingException ours) {
        return ours;
      }
      cause = cause.getCause();
    }
    return notWellFormed();
  }

  private static DecodingException notWellFormed() {
    return new DecodingException(null, "it is not well-formed JSON");
  }

  /**
   * Decodes two documents with the new provider. The provider then loads its classes and messages
   * here and not on an event loop, and an unusable provider fails here and not at the first
   * response.
   */
  private void requireUsableProvider() {
    boolean readsValidJson =
        canParse("{\"status\":200,\"content\":{\"id\":\"\",\"delivery\":{\"maxDownloads\":1}}}");
    boolean readsTruncatedJson = canParse("{\"status\":200");
    if (!readsValidJson || readsTruncatedJson) {
      throw new IllegalStateException(
          "The JSON-B provider "
              + jsonb.getClass().getName()
              + " is not usable. Use Yasson (org.eclipse:yasson), or pass another RestoreJobCodec.");
    }
  }

  private boolean canParse(String json) {
    try {
      parse(new JsonText(json));
      return true;
    } catch (DecodingException e) {
      return false;
    }
  }
}
