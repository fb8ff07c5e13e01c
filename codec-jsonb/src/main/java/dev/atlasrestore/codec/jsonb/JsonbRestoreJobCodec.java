package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.codec.RestoreJobCodec;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import java.util.Objects;

/**
 * Reads restore jobs with Jakarta JSON Binding. Immutable, safe for use by many threads, and meant
 * to be made once: making one costs about as much as a thousand readings and touches class files,
 * so do it off any event loop. Reading does neither I/O nor blocking, and does not look at the
 * thread's context class loader. Nothing has to be closed.
 *
 * <p>What is read:
 *
 * <ul>
 *   <li>UTF-8 only, a byte order mark is tolerated; malformed bytes are refused, not replaced.
 *   <li>A member that is {@code null} is as good as missing; so is a {@code timestamp} without
 *       {@code date} or without {@code increment}. An empty link stays an empty link, a {@code
 *       null} in an array is left out.
 *   <li>Unknown members of every type are skipped; unknown statuses and methods are kept; ids are
 *       not checked.
 *   <li>Timestamps are ISO 8601 with {@code Z} or an offset, and may have fractions of a second.
 *   <li>Numbers are exact: {@code 1.0} and {@code 1e0} are the whole number 1; {@code 1.9} and what
 *       a {@code long} cannot hold is refused. A negative count is handed on as the service sent
 *       it. Only {@code timestamp.increment} may also be text.
 *   <li>No name may occur twice in an object that is read, and nothing may nest deeper than 64.
 * </ul>
 *
 * <p>Time and memory grow linearly with the body. Messages of the exceptions name members of the
 * job and hold nothing of the body. The members of an enveloped job are named as without envelope.
 *
 * <p>All of this holds with Yasson, the provider of GlassFish, Payara, Open Liberty and WildFly,
 * which also comes along. Any other must let a deserializer see numbers as they were sent; a codec
 * made with one that does not (Johnzon 2.0) says so at once.
 */
public final class JsonbRestoreJobCodec implements RestoreJobCodec {

  private final Jsonb jsonb;

  /**
   * Takes the JSON-B and JSON-P providers that this class can see: Yasson if it is there, else any.
   *
   * @throws IllegalStateException if there is none that can be used
   */
  public JsonbRestoreJobCodec() {
    this(VisibleProviders.builder());
  }

  /**
   * Takes a provider of your choice, for example {@code JsonbBuilder.newBuilder("com.example.It")}.
   *
   * @param builder used once, here; its configuration is replaced
   * @throws IllegalStateException if what it builds cannot be used
   */
  public JsonbRestoreJobCodec(JsonbBuilder builder) {
    Objects.requireNonNull(builder, "builder");
    jsonb =
        builder.withConfig(new JsonbConfig().withDeserializers(new AnswerDeserializer())).build();
    tryOut();
  }

  @Override
  public Document read(byte[] body) {
    return read(BodyText.of(body));
  }

  private Answer read(BodyText text) {
    Answer answer;
    try {
      answer = jsonb.fromJson(text.value(), Answer.class);
    } catch (RuntimeException e) {
      throw decodingException(e);
    }
    if (answer == null) {
      throw notWellFormed();
    }
    if (!text.isBlankAfter(answer.end())) {
      throw new DecodingException(null, "something follows the JSON object");
    }
    return answer;
  }

  /** Providers wrap what a deserializer throws; and their own messages may quote the body. */
  private static DecodingException decodingException(RuntimeException thrown) {
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
   * Has the provider load its classes and its messages now, not on somebody's event loop; and fails
   * now, not at the first answer, if it cannot do what is asked of it.
   */
  private void tryOut() {
    boolean reads =
        reads("{\"status\":200,\"content\":{\"id\":\"\",\"delivery\":{\"maxDownloads\":1}}}");
    if (!reads || reads("{\"status\":200")) {
      throw new IllegalStateException(
          "The JSON-B provider "
              + jsonb.getClass().getName()
              + " cannot be used; use Yasson (org.eclipse:yasson), or pass a codec of your own");
    }
  }

  private boolean reads(String json) {
    try {
      read(new BodyText(json));
      return true;
    } catch (DecodingException e) {
      return false;
    }
  }
}
