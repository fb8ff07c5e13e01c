package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.protocol.FakeDownloadService.available;
import static dev.atlasrestore.protocol.FakeDownloadService.bytes;
import static dev.atlasrestore.protocol.FakeDownloadService.sha1;
import static dev.atlasrestore.protocol.FakeDownloadService.withHash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.FakeDownloadService.LinkReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Downloads from a link that fails at random. Every download ends with the right file, with an
 * exception or by a cancellation, and leaves no incomplete file. Each seed makes 100 downloads.
 * More seeds: {@code -Dtest=DownloadSimulationTest -Dsimulation.seeds=100}.
 */
class DownloadSimulationTest {

  private static final byte[] CONTENT = bytes("0123456789".repeat(9));
  private static final String SHA1 = sha1(CONTENT);
  private static final String ETAG = "ETag: \"v1\"";

  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("simulation.seeds", 3));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyDownloadIsCompleteOrFails(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      downloadOnce(random, folder.resolve("archive-" + i));
    }
  }

  private static void downloadOnce(Random random, Path target) throws IOException {
    boolean wrong = random.nextInt(10) == 0;
    FakeDownloadService service =
        new FakeDownloadService().reads(available(), withHash(wrong ? "0".repeat(40) : SHA1));
    int written = 0;
    for (int i = 0; i < 200; i++) {
      LinkReply reply = reply(random, written);
      service.replies(reply);
      if (reply.status() == 200 || reply.status() == 206) {
        written += reply.body().length();
      }
    }
    int cancelledAt = random.nextInt(4) == 0 ? random.nextInt(40) : -1;
    Optional<Step<DownloadedArchive>> end =
        service.run(service.calls(config()).download(REF, target), number -> number == cancelledAt);
    check(end, target, target.resolveSibling(target.getFileName() + ".part"));
  }

  /** Most replies send some bytes, beginning where the previous reply ended. */
  private static LinkReply reply(Random random, int offset) {
    int rest = CONTENT.length - offset;
    byte[] some =
        Arrays.copyOfRange(CONTENT, offset, offset + (rest == 0 ? 0 : random.nextInt(rest + 1)));
    String range = "Content-Range: bytes %d-%d/%d".formatted(offset, offset + rest, 90);
    LinkReply bytes =
        offset == 0
            ? LinkReply.of(200, some, "Content-Length: 90", "Accept-Ranges: bytes", ETAG)
            : LinkReply.of(206, some, range, ETAG);
    return switch (random.nextInt(12)) {
      case 0 -> LinkReply.lost(TransportFailure.notSent(Kind.REFUSED));
      case 1 -> LinkReply.of(503);
      case 2 -> random.nextInt(5) == 0 ? LinkReply.of(206, "Content-Range: bytes 1-2/9") : bytes;
      case 3 -> random.nextInt(5) == 0 ? LinkReply.of(410) : bytes.cut();
      case 4, 5 -> bytes;
      default -> bytes.cut();
    };
  }

  private static void check(Optional<Step<DownloadedArchive>> end, Path target, Path part)
      throws IOException {
    if (end.isEmpty()) {
      assertCompleteOrAbsent(target);
      assertCompleteOrAbsent(part);
    } else if (end.get() instanceof Step.Done<DownloadedArchive> done) {
      done.value().requireVerified();
      assertThat(target).hasBinaryContent(CONTENT);
      assertThat(part).doesNotExist();
    } else {
      AtlasException error = (AtlasException) ((Step.Failed<DownloadedArchive>) end.get()).error();
      assertThat(target).doesNotExist();
      if (error instanceof HashMismatchException mismatch) {
        assertThat(mismatch.file()).isEqualTo(part).hasBinaryContent(CONTENT);
      } else {
        assertThat(part).doesNotExist();
        assertThat(error).isInstanceOf(DownloadFailedException.class);
      }
    }
    try (Stream<Path> left = Files.list(target.getParent())) {
      for (Path each : List.copyOf(left.toList())) {
        Files.delete(each);
      }
    }
  }

  private static void assertCompleteOrAbsent(Path file) {
    if (Files.exists(file)) {
      assertThat(file).hasBinaryContent(CONTENT);
    }
  }
}
