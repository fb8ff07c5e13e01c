package dev.atlasrestore.codec.jsonb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec.Document;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that mutated documents give a job or a {@link DecodingException}, and always an error. */
@Timeout(60)
class MutatedDocumentTest {

  private static final List<String> DOCUMENTS =
      List.of(
          JobDocuments.FINISHED_SHARD,
          JobDocuments.FINISHED_SHARD_PRETTY,
          JobDocuments.NULLS,
          JobDocuments.NULLS_WITHIN,
          JobDocuments.UNKNOWN_MEMBERS,
          JobDocuments.AUTH_HEADER,
          "{\"status\":200,\"content\":" + JobDocuments.ENCRYPTED + "}",
          "{\"status\":404,\"envelope\":{\"errorCode\":\"X\",\"parameters\":[1,\"é😀\"]}}");

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u",
          "\\ud800",
          "null",
          "true",
          "0",
          "-",
          "1e9",
          "1e999999999",
          "\"id\":",
          "\"status\":",
          "\"content\":{",
          "\"created\":",
          "\0",
          "\n",
          "\u00ff",
          "\u00c3\u00a9",
          "\u00ef\u00bb\u00bf",
          "[[[[[[[[",
          "{\"a\":");

  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103, 104, 105, 106})
  void mutatedDocumentGivesAJobOrADecodingException(long seed) {
    Random random = new Random(seed);
    int jobs = 0;
    int failures = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] body = DOCUMENTS.get(random.nextInt(DOCUMENTS.size())).getBytes(UTF_8);
      for (int count = 1 + random.nextInt(3); count > 0; count--) {
        body = mutated(body, random);
      }
      if (isJob(body, seed, i)) {
        jobs++;
      } else {
        failures++;
      }
    }
    assertThat(jobs).as("jobs, seed %d", seed).isGreaterThan(100);
    assertThat(failures).as("failures, seed %d", seed).isGreaterThan(1000);
  }

  private static boolean isJob(byte[] body, long seed, int number) {
    try {
      Document document = CodecFixture.CODEC.read(body);
      assertThat(document.error()).isNotNull();
      document.envelopeStatus().ifPresent(status -> assertThat(status).isBetween(100, 599));
      RestoreJob job = document.job();
      return job != null;
    } catch (DecodingException e) {
      return false;
    } catch (RuntimeException | Error e) {
      return fail(
          "seed %d, mutation %d: %s".formatted(seed, number, new String(body, ISO_8859_1)), e);
    }
  }

  private static byte[] mutated(byte[] body, Random random) {
    int from = random.nextInt(body.length + 1);
    int to = Math.min(body.length, from + random.nextInt(12));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(body, 0, from);
    switch (random.nextInt(8)) {
      case 0 -> {
        return out.toByteArray();
      }
      case 1 -> out.write(random.nextInt(256));
      case 2 -> {
        out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(ISO_8859_1));
        to = from;
      }
      case 3 -> out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(ISO_8859_1));
      case 4 -> {
        int start = random.nextInt(from + 1);
        out.write(body, start, from - start);
        to = from;
      }
      case 5 -> {
        if (from < body.length) {
          out.write(body[from] ^ (1 << random.nextInt(8)));
          to = from + 1;
        }
      }
      case 6 -> {
        if (from < body.length) {
          out.write('0' + random.nextInt(10));
          to = from + 1;
        }
      }
      default -> {
        // Only removes bytes.
      }
    }
    out.write(body, to, body.length - to);
    return out.toByteArray();
  }
}
