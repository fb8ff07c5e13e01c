package dev.atlasrestore.codec;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A codec for tests. It reads bodies that are short enough to be written into a test:
 *
 * <ul>
 *   <li>{@code FINISHED}, or any other word in capitals: a job with this status
 *   <li>{@code page 1 FINISHED, 2 BROKEN; next}: a page of a list of jobs, each with a number that
 *       makes its id and a status; {@code next} may be left out
 *   <li>{@code error CODE; detail; reason; parameter, parameter}: an error; parts may be left out
 *   <li>{@code envelope 404 …}: one of the above in an envelope with this status
 *   <li>any other body cannot be read
 * </ul>
 */
public final class FewWordsCodec implements RestoreJobCodec {

  /** Creates a codec. */
  public FewWordsCodec() {}

  @Override
  public Document read(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (!text.startsWith("envelope ")) {
      return new TextDocument(OptionalInt.empty(), text);
    }
    String[] parts = text.split(" ", 3);
    return new TextDocument(OptionalInt.of(Integer.parseInt(parts[1])), parts[2]);
  }

  private record TextDocument(OptionalInt envelopeStatus, String text) implements Document {

    TextDocument {
      if (!text.matches("[A-Z_]+|error.*|page.*")) {
        throw new DecodingException(null, "it is no JSON object");
      }
    }

    @Override
    public RestoreJob job() {
      if (text.startsWith("error")) {
        throw new DecodingException("id", "it is missing");
      }
      return Samples.job(text);
    }

    @Override
    public Page page() {
      if (!text.startsWith("page")) {
        throw new DecodingException("results", "it is missing");
      }
      String[] parts = text.substring("page".length()).split(";", -1);
      List<RestoreJob> jobs =
          Arrays.stream(parts[0].split(","))
              .map(String::strip)
              .filter(job -> !job.isEmpty())
              .map(TextDocument::listed)
              .toList();
      return new Page(jobs, parts.length > 1);
    }

    private static RestoreJob listed(String text) {
      String[] parts = text.split(" ", 2);
      return Samples.job(parts[1]).toBuilder().id("0".repeat(23) + parts[0]).build();
    }

    @Override
    public ApiError error() {
      if (!text.startsWith("error ")) {
        return ApiError.NONE;
      }
      String[] parts = text.substring("error ".length()).split(";", -1);
      List<String> parameters =
          part(parts, 3).map(all -> Arrays.asList(all.split(", "))).orElse(List.of());
      return new ApiError(part(parts, 0), part(parts, 1), part(parts, 2), parameters);
    }

    private static Optional<String> part(String[] parts, int index) {
      return index < parts.length
          ? Optional.of(parts[index].strip()).filter(text -> !text.isEmpty())
          : Optional.empty();
    }
  }
}
