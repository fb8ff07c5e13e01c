package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.protocol.FakeDownloadService.LINK;
import static dev.atlasrestore.protocol.FakeDownloadService.NAME;
import static dev.atlasrestore.protocol.FakeDownloadService.available;
import static dev.atlasrestore.protocol.FakeDownloadService.bytes;
import static dev.atlasrestore.protocol.FakeDownloadService.job;
import static dev.atlasrestore.protocol.FakeDownloadService.sha1;
import static dev.atlasrestore.protocol.FakeDownloadService.withHash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.Download;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadProgress;
import dev.atlasrestore.DownloadTargetException;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.DownloadedArchive.Verification;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.UnverifiedArchiveException;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.FakeDownloadService.LinkReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests downloads: the link, the file, downloads that break off, and the hash. */
class DownloadTest {

  private static final byte[] CONTENT = bytes("the archive of the shard, in a few parts");
  private static final String SHA1 = sha1(CONTENT);
  private static final String LENGTH = "Content-Length: " + CONTENT.length;
  private static final String[] RESUMABLE = {LENGTH, "Accept-Ranges: bytes", "ETag: \"v1\""};

  @TempDir private Path folder;
  private Path target;
  private final FakeDownloadService service = new FakeDownloadService();

  @BeforeEach
  void nameTarget() {
    target = folder.resolve("archive.tar.gz");
  }

  private Step<DownloadedArchive> download(DownloadOptions options) {
    return service.run(service.calls(config()).download(REF, target, options));
  }

  private DownloadedArchive downloaded(DownloadOptions options) {
    Step<DownloadedArchive> end = download(options);
    if (end instanceof Step.Failed<DownloadedArchive> failed) {
      throw failed.error();
    }
    return ((Step.Done<DownloadedArchive>) end).value();
  }

  private DownloadedArchive downloaded() {
    return downloaded(DownloadOptions.defaults());
  }

  private <X extends AtlasException> X failure(Class<X> type) {
    return failure(type, DownloadOptions.defaults());
  }

  private <X extends AtlasException> X failure(Class<X> type, DownloadOptions options) {
    RuntimeException error = ((Step.Failed<DownloadedArchive>) download(options)).error();
    assertThat(error).isExactlyInstanceOf(type);
    assertThat(error.getMessage()).doesNotContain("key-4711", NAME);
    return type.cast(error);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private Path part() {
    return target.resolveSibling("archive.tar.gz.part");
  }

  @Test
  void verifiedArchiveHasTheNameOfTheTarget() throws IOException {
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT, LENGTH));
    DownloadedArchive archive = downloaded();
    assertThat(archive.path()).isEqualTo(target);
    assertThat(archive.bytes()).isEqualTo(CONTENT.length);
    assertThat(archive.sha1()).isEqualTo(SHA1);
    assertThat(archive.verification()).isEqualTo(Verification.VERIFIED);
    assertThat(archive.requireVerified()).isSameAs(archive);
    assertThat(archive.job()).isEqualTo(withHash(SHA1));
    assertThat(files()).containsExactly(target);
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void linkGetsNoCredentialsAndNoRange() {
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT));
    downloaded();
    HttpRequest request = service.linkRequests.get(0);
    assertThat(request.uri()).hasToString(LINK);
    assertThat(request.headers())
        .extracting(header -> header.name())
        .containsExactlyInAnyOrder("Accept", "Accept-Encoding", "User-Agent");
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws IOException {
    assumeThat(target.getFileSystem().supportedFileAttributeViews())
        .as("this file system has no owners")
        .contains("posix");
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT));
    downloaded();
    assertThat(Files.getPosixFilePermissions(target))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void folderTakesTheNameOfTheLink() {
    target = folder;
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT));
    assertThat(downloaded().path()).isEqualTo(folder.resolve(NAME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".", "%2e%2e", "a%2Fb", "a%5Cb", "%00"})
  void folderRefusesALinkWithoutAFileName(String last) {
    target = folder;
    service.reads(
        job(
            Delivery.builder()
                .method(DeliveryMethod.HTTP)
                .status(DeliveryStatus.READY)
                .url("https://files.example.com/key-4711/" + last)));
    if (last.equals("a%2Fb")) {
      service.reads(withHash(SHA1)).replies(LinkReply.of(200, CONTENT));
      assertThat(downloaded().path()).isEqualTo(folder.resolve("b"));
      return;
    }
    assertThat(failure(DownloadTargetException.class)).hasMessageContaining("has no file name");
    assertThat(service.linkRequests).isEmpty();
  }

  @Test
  void targetThatExistsIsRefusedBeforeAnyRequest() throws IOException {
    Files.createFile(target);
    DownloadTargetException error = failure(DownloadTargetException.class);
    assertThat(error.path()).isEqualTo(target);
    assertThat(error)
        .hasMessageContaining(target + " exists")
        .hasMessageContaining("withOverwrite");
    assertThat(service.jobReads()).isZero();
  }

  @Test
  void partFileOfAnotherDownloadIsRefusedBeforeAnyRequest() throws IOException {
    Files.createFile(part());
    assertThat(failure(DownloadTargetException.class).path()).isEqualTo(part());
    assertThat(part()).exists();
    assertThat(service.jobReads()).isZero();
  }

  @Test
  void missingFolderIsRefusedBeforeAnyRequest() {
    target = folder.resolve("missing").resolve("archive.tar.gz");
    assertThat(failure(DownloadTargetException.class)).hasMessageContaining("create it");
    assertThat(service.jobReads()).isZero();
  }

  @Test
  void danglingLinkIsRefusedBeforeAnyRequest() throws IOException {
    Files.createSymbolicLink(target, folder.resolve("nowhere"));
    failure(DownloadTargetException.class);
    failure(DownloadTargetException.class, DownloadOptions.defaults().withOverwrite(true));
    assertThat(service.jobReads()).isZero();
  }

  @Test
  void targetIsReplacedIfTheOptionsAllowIt() throws IOException {
    Files.writeString(target, "old");
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT));
    downloaded(DownloadOptions.defaults().withOverwrite(true));
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void completeFileIsKeptIfATargetAppearsMeanwhile() throws IOException {
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT));
    DownloadTargetException error =
        failure(
            DownloadTargetException.class,
            DownloadOptions.defaults()
                .withProgress(
                    progress -> {
                      try {
                        Files.writeString(target, "other");
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                    }));
    assertThat(error.path()).isEqualTo(part());
    assertThat(error).hasMessageContaining("kept as " + part());
    assertThat(part()).hasBinaryContent(CONTENT);
    assertThat(target).hasContent("other");
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, PENDING",
    "EXPIRED, EXPIRED",
    "MAX_DOWNLOADS_EXCEEDED, USED_UP",
    "FAILED, FAILED"
  })
  void jobWithoutAFileIsRefusedBeforeAnyRequestToTheLink(String delivery, Download.State state) {
    service.reads(
        job(
            Delivery.builder()
                .method(DeliveryMethod.HTTP)
                .status(new DeliveryStatus(delivery))
                .url(LINK)));
    assertThat(failure(DownloadUnavailableException.class).state()).isEqualTo(state);
    assertThat(service.linkRequests).isEmpty();
  }

  private static RestoreJob linked(String url) {
    return job(
        Delivery.builder().method(DeliveryMethod.HTTP).status(DeliveryStatus.READY).url(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://files.example.com/key-4711/f",
        "ftp://files.example.com/key-4711/f",
        "key-4711",
        "https:///key-4711",
        "https://files.example.com:99999/key-4711",
        "https://user:key-4711@files.example.com/f",
        "https://[fe80::1%25lo]/key-4711",
        "https://files.example.com/key-4711 x"
      })
  void unsafeLinkIsNotRequested(String url) {
    service.reads(linked(url));
    assertThat(failure(DownloadFailedException.class)).hasMessageContaining("was not requested");
    assertThat(service.linkRequests).isEmpty();
  }

  private static RestoreJob withField(String name, String value) {
    return job(
        Delivery.builder()
            .method(DeliveryMethod.HTTP)
            .status(DeliveryStatus.READY)
            .url("https://files.example.com/other")
            .urlV2(LINK)
            .authHeader(name)
            .authValue(value));
  }

  @Test
  void fieldOfTheLinkIsSentToItsOriginOnly() {
    service
        .reads(withField("X-Token", "s3cret"), withHash(SHA1))
        .replies(
            LinkReply.of(302, "Location: /key-4711/moved"),
            LinkReply.of(307, "Location: https://cdn.example.com/key-4711/f"),
            LinkReply.of(200, CONTENT));
    downloaded();
    assertThat(service.linkRequests)
        .extracting(request -> request.uri().toString())
        .containsExactly(
            LINK, "https://files.example.com/key-4711/moved", "https://cdn.example.com/key-4711/f");
    assertThat(service.linkRequests)
        .extracting(request -> request.headers().stream().anyMatch(header -> header.is("x-token")))
        .containsExactly(true, true, false);
  }

  @ParameterizedTest
  @CsvSource({"Host, a", "Range, bytes=0-", "X Token, a", "X-Token, a\u0007b"})
  void malformedFieldOfTheLinkIsRefused(String name, String value) {
    service.reads(withField(name, value));
    assertThat(failure(DownloadFailedException.class).getMessage())
        .doesNotContain(value + "\u0000");
    assertThat(service.linkRequests).isEmpty();
  }

  @Test
  void redirectToPlainHttpIsNotFollowed() {
    service.reads(available()).replies(LinkReply.of(302, "Location: http://127.0.0.1/key-4711"));
    assertThat(failure(DownloadFailedException.class))
        .hasMessageContaining("from https to http")
        .extracting(DownloadFailedException::status)
        .isEqualTo(OptionalInt.of(302));
  }

  @Test
  void sixthRedirectIsNotFollowed() {
    service.reads(available());
    for (int i = 0; i < 6; i++) {
      service.replies(LinkReply.of(302, "Location: " + LINK));
    }
    assertThat(failure(DownloadFailedException.class)).hasMessageContaining("5 redirects");
    assertThat(service.linkRequests).hasSize(6);
  }

  @Test
  void downloadThatBreaksOffIsResumedOnProof() {
    service
        .reads(available(), withHash(SHA1))
        .replies(
            LinkReply.of(200, start(10), RESUMABLE).cut(),
            LinkReply.lost(TransportFailure.notSent(Kind.REFUSED)),
            LinkReply.of(206, rest(10), "ETag: \"v1\"", range(10)));
    assertThat(downloaded().sha1()).isEqualTo(SHA1);
    HttpRequest last = service.linkRequests.get(2);
    assertThat(last.headers())
        .extracting(Object::toString)
        .contains("Range: bytes=10-", "If-Range: \"v1\"");
    assertThat(service.pauses).hasSize(2);
  }

  private static byte[] start(int length) {
    return Arrays.copyOf(CONTENT, length);
  }

  private static byte[] rest(int offset) {
    return Arrays.copyOfRange(CONTENT, offset, CONTENT.length);
  }

  private static String range(int offset) {
    return "Content-Range: bytes %d-%d/%d".formatted(offset, CONTENT.length - 1, CONTENT.length);
  }

  @Test
  void shortRangeIsContinued() {
    service
        .reads(available(), withHash(SHA1))
        .replies(
            LinkReply.of(200, start(10), RESUMABLE).cut(),
            LinkReply.of(206, Arrays.copyOfRange(CONTENT, 10, 20), "ETag: \"v1\"", range(10)),
            LinkReply.of(206, rest(20), "ETag: \"v1\"", range(20)));
    assertThat(downloaded().sha1()).isEqualTo(SHA1);
  }

  @Test
  void shortRangeOfAFileWhoseSizeWasUnknownIsContinued() {
    service
        .reads(available(), withHash(SHA1))
        .replies(
            LinkReply.of(200, start(10), "Accept-Ranges: bytes", "ETag: \"v1\"").cut(),
            LinkReply.of(206, Arrays.copyOfRange(CONTENT, 10, 20), "ETag: \"v1\"", range(10)),
            LinkReply.of(206, rest(20), "ETag: \"v1\"", range(20)));
    assertThat(downloaded().sha1()).isEqualTo(SHA1);
  }

  @Test
  void rangeOfAFileWhoseSizeIsNeverSentProvesNothing() throws IOException {
    service
        .reads(available())
        .replies(
            LinkReply.of(200, start(10), "Accept-Ranges: bytes", "ETag: \"v1\"").cut(),
            LinkReply.of(
                206,
                Arrays.copyOfRange(CONTENT, 10, 20),
                "ETag: \"v1\"",
                "Content-Range: bytes 10-19/*"));
    assertThat(failure(DownloadFailedException.class).bytes()).isEqualTo(10);
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | ETag: \"v1\" | Content-Length: 40",
        "206 | ETag: \"v2\" | Content-Range: bytes 10-39/40",
        "206 | ETag: \"v1\" | Content-Range: bytes 9-39/40",
        "206 | ETag: \"v1\" | Content-Range: bytes 10-39/41",
        "206 | X: 1         | Content-Range: bytes 10-39/40",
        "206 | ETag: \"v1\" | X: 1",
        "416 | ETag: \"v1\" | Content-Range: bytes */40"
      })
  void downloadIsNotResumedWithAnotherFile(int status, String etag, String range)
      throws IOException {
    service
        .reads(available())
        .replies(
            LinkReply.of(200, start(10), RESUMABLE).cut(),
            LinkReply.of(status, rest(10), etag, range));
    DownloadFailedException error = failure(DownloadFailedException.class);
    assertThat(error.bytes()).isEqualTo(10);
    assertThat(error.status()).hasValue(status);
    assertThat(files()).isEmpty();
  }

  /** The runner stops to read such a body at the limit for errors. */
  @Test
  void anotherFileIsNotRequestedAgainIfItIsLarge() throws IOException {
    service
        .reads(available())
        .replies(
            LinkReply.of(200, start(10), RESUMABLE).cut(),
            LinkReply.of(200, "ETag: \"v2\"").tooLarge());
    DownloadFailedException error = failure(DownloadFailedException.class);
    assertThat(error.bytes()).isEqualTo(10);
    assertThat(error.status()).hasValue(200);
    assertThat(files()).isEmpty();
  }

  @Test
  void refusalWithALargeBodyIsStillARefusal() {
    service.reads(available()).replies(LinkReply.of(410).tooLarge());
    assertThat(failure(DownloadFailedException.class).status()).hasValue(410);
    assertThat(service.jobReads()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Accept-Ranges: bytes | ETag: W/\"v1\" | true",
        "Accept-Ranges: none  | ETag: \"v1\"   | true",
        "X: 1                 | ETag: \"v1\"   | true",
        "Accept-Ranges: bytes | X: 1           | true",
        "Accept-Ranges: bytes | ETag: \"v1\"   | false"
      })
  void downloadThatBreaksOffFailsWithoutProof(String ranges, String validator, boolean resume)
      throws IOException {
    service
        .reads(available())
        .replies(LinkReply.of(200, start(10), LENGTH, ranges, validator).cut());
    DownloadFailedException error =
        failure(DownloadFailedException.class, DownloadOptions.defaults().withResume(resume));
    assertThat(error.bytes()).isEqualTo(10);
    assertThat(error).hasMessageContaining("10 bytes of 40").hasMessageContaining("used up");
    assertThat(error.attempts()).isEqualTo(2);
    assertThat(files()).isEmpty();
  }

  @Test
  void downloadWithoutProgressFailsAfterTheAttempts() {
    LinkReply refused = LinkReply.lost(TransportFailure.notSent(Kind.REFUSED));
    service
        .reads(available())
        .replies(LinkReply.of(200, start(10), RESUMABLE).cut(), refused, refused, refused);
    assertThat(failure(DownloadFailedException.class))
        .hasMessageContaining("could not be resumed in 3 attempts");
    assertThat(service.linkRequests).hasSize(4);
  }

  @Test
  void oneAttemptAllowsToResumeAfterProgress() {
    service
        .reads(available(), withHash(SHA1))
        .replies(
            LinkReply.of(200, start(10), RESUMABLE).cut(),
            LinkReply.of(206, rest(10), "ETag: \"v1\"", range(10)));
    RestoreJobCalls calls = service.calls(config().withRetry(RetryPolicy.none()));
    assertThat(service.run(calls.download(REF, target))).isInstanceOf(Step.Done.class);
  }

  @Test
  void progressAllowsNewAttempts() {
    service
        .reads(available(), withHash(SHA1))
        .replies(LinkReply.of(200, start(5), RESUMABLE).cut());
    for (int offset = 5; offset < CONTENT.length; offset++) {
      service.replies(
          LinkReply.of(
                  206,
                  Arrays.copyOfRange(CONTENT, offset, offset + 1),
                  "ETag: \"v1\"",
                  range(offset))
              .cut());
    }
    service.replies(LinkReply.of(206, "ETag: \"v1\"", "Content-Range: bytes 40-40/40"));
    assertThat(downloaded().sha1()).isEqualTo(SHA1);
  }

  @Test
  void serverThatIsNotReadyGetsAnotherRequest() {
    service
        .reads(available(), withHash(SHA1))
        .replies(
            LinkReply.of(503, "Retry-After: 7"),
            LinkReply.lost(TransportFailure.notSent(Kind.UNKNOWN_HOST)),
            LinkReply.of(200, CONTENT));
    downloaded();
    assertThat(service.pauses.get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void proxyThatRefusesThisProgramIsNotAskedAgain() {
    TransportFailure refused = TransportFailure.refusedByProxy(407, new IOException("x"));
    service.reads(available()).replies(LinkReply.lost(refused));
    assertThat(failure(DownloadFailedException.class))
        .hasMessageContaining("did not begin: the proxy refused the tunnel")
        .hasMessageContaining("status 407")
        .hasMessageNotContaining("used up")
        .extracting(DownloadFailedException::status)
        .isEqualTo(OptionalInt.empty());
    assertThat(service.linkRequests).hasSize(1);
  }

  @Test
  void proxyThatRefusesThisProgramIsNotAskedToResume() {
    TransportFailure refused = TransportFailure.refusedByProxy(407, new IOException("x"));
    service
        .reads(available())
        .replies(LinkReply.of(200, start(10), RESUMABLE).cut(), LinkReply.lost(refused));
    assertThat(failure(DownloadFailedException.class))
        .hasMessageContaining("the proxy refused the tunnel")
        .hasMessageContaining("the proxy is not asked again")
        .extracting(DownloadFailedException::bytes)
        .isEqualTo(10L);
    assertThat(service.linkRequests).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"OTHER", "MALFORMED"})
  void requestThatWasNotSentIsRepeated(Kind kind) {
    service
        .reads(available(), withHash(SHA1))
        .replies(LinkReply.lost(TransportFailure.notSent(kind)), LinkReply.of(200, CONTENT));
    assertThat(downloaded().sha1()).isEqualTo(SHA1);
  }

  @Test
  void proxyThatCannotReachTheServerIsAskedAgain() {
    TransportFailure refused = TransportFailure.refusedByProxy(502, new IOException("x"));
    service
        .reads(available(), withHash(SHA1))
        .replies(LinkReply.lost(refused), LinkReply.of(200, CONTENT));
    assertThat(downloaded().sha1()).isEqualTo(SHA1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestThatMayHaveArrivedIsNotRepeated(boolean onReusedConnection) {
    service
        .reads(available())
        .replies(
            LinkReply.lost(
                TransportFailure.unknown(Kind.TIMEOUT).withReusedConnection(onReusedConnection)));
    assertThat(failure(DownloadFailedException.class))
        .hasMessageContaining("did not begin")
        .hasMessageContaining("idle timeout of 30 s")
        .hasMessageContaining("used up");
    assertThat(service.linkRequests).hasSize(1);
  }

  @Test
  void linkThatIsRefusedAfterTheDownloadBrokeOffIsExplainedByTheJob() {
    service
        .reads(available())
        .replies(LinkReply.of(200, start(10), RESUMABLE).cut(), LinkReply.of(403));
    assertThat(failure(DownloadFailedException.class))
        .hasMessageContaining("refused the download link with status 403 after 10 bytes");
    assertThat(service.jobReads()).isEqualTo(2);
  }

  @Test
  void completeFileIsKeptIfTheResponseFailsAfterItsLastByte() {
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT, RESUMABLE).cut());
    downloaded().requireVerified();
    assertThat(service.linkRequests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://other.example.com/x//y/../z | https://other.example.com/x//y/../z",
        "//other.example.com/x?q             | https://other.example.com/x?q",
        "/x//y/./../z?q                      | https://files.example.com/x//z?q",
        "?token=1                            | https://files.example.com/key-4711/Cluster0.tar.gz?token=1",
        "other.tar.gz                        | https://files.example.com/key-4711/other.tar.gz",
        "../..                               | https://files.example.com/",
        "./a/.                               | https://files.example.com/key-4711/a/"
      })
  void relativeRedirectIsResolvedAsRfc3986Requires(String location, String expected) {
    service
        .reads(available(), withHash(SHA1))
        .replies(LinkReply.of(302, "Location: " + location), LinkReply.of(200, CONTENT));
    downloaded();
    assertThat(service.linkRequests.get(1).uri()).hasToString(expected);
  }

  @Test
  void refusedLinkIsExplainedByTheJob() {
    service
        .reads(
            available(),
            job(
                Delivery.builder()
                    .method(DeliveryMethod.HTTP)
                    .status(DeliveryStatus.MAX_DOWNLOADS_EXCEEDED)
                    .url(LINK)))
        .replies(LinkReply.of(410));
    assertThat(failure(DownloadUnavailableException.class).state())
        .isEqualTo(Download.State.USED_UP);
    assertThat(service.jobReads()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 410})
  void refusedLinkWithoutAReasonFails(int status) {
    service.reads(available()).replies(LinkReply.of(status));
    assertThat(failure(DownloadFailedException.class))
        .hasMessageContaining("refused the download link with status " + status);
    assertThat(service.jobReads()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 206, 304, 400, 500})
  void otherStatusesFail(int status) {
    service.reads(available()).replies(LinkReply.of(status));
    assertThat(failure(DownloadFailedException.class).status()).hasValue(status);
  }

  @Test
  void moreBytesThanAnnouncedFail() throws IOException {
    service.reads(available()).replies(LinkReply.of(200, CONTENT, "Content-Length: 39"));
    assertThat(failure(DownloadFailedException.class)).hasMessageContaining("more bytes");
    assertThat(files()).isEmpty();
  }

  @Test
  void fewerBytesThanAnnouncedFail() throws IOException {
    service.reads(available()).replies(LinkReply.of(200, CONTENT, "Content-Length: 41"));
    assertThat(failure(DownloadFailedException.class).bytes()).isEqualTo(40);
    assertThat(files()).isEmpty();
  }

  @Test
  void wrongHashKeepsThePartFile() throws IOException {
    String other = "0".repeat(40);
    service.reads(available(), withHash(other)).replies(LinkReply.of(200, CONTENT));
    HashMismatchException error =
        (HashMismatchException)
            ((Step.Failed<DownloadedArchive>) download(DownloadOptions.defaults())).error();
    assertThat(error.expected()).isEqualTo(other);
    assertThat(error.actual()).isEqualTo(SHA1);
    assertThat(error.file()).isEqualTo(part());
    assertThat(files()).containsExactly(part());
  }

  @Test
  void hashIsComparedInAnyCaseAndFoundByItsFileName() {
    RestoreJob two =
        available().toBuilder()
            .hashes(
                List.of(
                    hash("SHA1", "other.tar.gz", "0".repeat(40)),
                    hash("sha-1", NAME, SHA1.toUpperCase(Locale.ROOT))))
            .build();
    service.reads(available(), two).replies(LinkReply.of(200, CONTENT));
    downloaded().requireVerified();
  }

  private static FileHash hash(String type, String file, String value) {
    return new FileHash(Optional.of(type), Optional.of(file), Optional.of(value));
  }

  @Test
  void lateHashIsWaitedFor() {
    service
        .reads(available(), available(), available(), withHash(SHA1))
        .replies(LinkReply.of(200, CONTENT));
    downloaded().requireVerified();
    assertThat(service.jobReads()).isEqualTo(4);
    assertThat(service.pauses).hasSize(2);
  }

  @Test
  void refusedKeyEndsTheWaitForTheHashAfterThreeReads() {
    service
        .reads(available())
        .replies(LinkReply.of(200, CONTENT))
        .refusesReads(1, 401, Client.CHALLENGE);
    assertThat(downloaded().verification()).isEqualTo(Verification.NOT_OFFERED);
    assertThat(service.pauses).hasSize(2);
  }

  @Test
  void errorOfTheServiceEndsTheWaitForTheHash() {
    service
        .reads(available())
        .replies(LinkReply.of(200, CONTENT))
        .refusesReads(1, 403, "X-Error: REFUSED");
    assertThat(downloaded().verification()).isEqualTo(Verification.NOT_OFFERED);
    assertThat(service.jobReads()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404})
  void pageOfAProxyDoesNotEndTheWaitForTheHash(int status) {
    service
        .reads(available())
        .replies(LinkReply.of(200, CONTENT))
        .refusesReads(1, status, "Retry-After: 86400");
    assertThat(downloaded().verification()).isEqualTo(Verification.NOT_OFFERED);
    assertThat(service.clock.elapsed()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void missingHashIsReportedAsNotOffered() {
    service.reads(available()).replies(LinkReply.of(200, CONTENT));
    DownloadedArchive archive = downloaded();
    assertThat(archive.verification()).isEqualTo(Verification.NOT_OFFERED);
    assertThat(archive.path()).exists();
    assertThat(service.clock.elapsed()).isEqualTo(Duration.ofMinutes(2));
    assertThatThrownBy(archive::requireVerified)
        .isInstanceOf(UnverifiedArchiveException.class)
        .hasMessageContaining(SHA1);
  }

  @Test
  void hashOfAnotherAlgorithmIsIgnored() {
    RestoreJob other =
        available().toBuilder().hashes(List.of(hash("MD5", NAME, SHA1.substring(8)))).build();
    service.reads(available(), other).replies(LinkReply.of(200, CONTENT));
    assertThat(downloaded(DownloadOptions.defaults().withHashWait(Duration.ZERO)).verification())
        .isEqualTo(Verification.NOT_OFFERED);
    assertThat(service.jobReads()).isEqualTo(2);
  }

  @Test
  void progressEndsWithTheLastByte() {
    List<DownloadProgress> progress = new ArrayList<>();
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT, LENGTH));
    downloaded(DownloadOptions.defaults().withProgress(progress::add));
    DownloadProgress last = progress.get(progress.size() - 1);
    assertThat(last.bytes()).isEqualTo(CONTENT.length);
    assertThat(last.total()).isEqualTo(OptionalLong.of(CONTENT.length));
    assertThat(last.elapsed()).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void exceptionOfTheProgressEndsTheDownload() throws IOException {
    IllegalStateException thrown = new IllegalStateException("stop");
    service.reads(available()).replies(LinkReply.of(200, CONTENT));
    Step<DownloadedArchive> end =
        download(
            DownloadOptions.defaults()
                .withProgress(
                    progress -> {
                      throw thrown;
                    }));
    assertThat(((Step.Failed<DownloadedArchive>) end).error()).isSameAs(thrown);
    assertThat(files()).isEmpty();
  }

  @Test
  void errorOfTheProgressEndsTheDownload() throws IOException {
    AssertionError thrown = new AssertionError("stop");
    service.reads(available()).replies(LinkReply.of(200, CONTENT));
    assertThatThrownBy(
            () ->
                download(
                    DownloadOptions.defaults()
                        .withProgress(
                            progress -> {
                              throw thrown;
                            })))
        .isSameAs(thrown);
    assertThat(files()).isEmpty();
  }

  @Test
  void partFileOfAnotherDownloadIsNotPublished() throws IOException {
    service.reads(available(), withHash(SHA1)).replies(LinkReply.of(200, CONTENT));
    DownloadTargetException error =
        failure(
            DownloadTargetException.class,
            DownloadOptions.defaults().withProgress(progress -> replacePart()));
    assertThat(error.path()).isEqualTo(part());
    assertThat(files()).containsExactly(part());
    assertThat(part()).hasContent("another download");
  }

  @Test
  void partFileOfAnotherDownloadIsNotDeleted() throws IOException {
    service.reads(available()).replies(LinkReply.of(200, CONTENT));
    download(
        DownloadOptions.defaults()
            .withProgress(
                progress -> {
                  replacePart();
                  throw new IllegalStateException("stop");
                }));
    assertThat(files()).containsExactly(part());
  }

  private void replacePart() {
    try {
      Files.delete(part());
      Files.writeString(part(), "another download");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void cancelledDownloadLeavesNoPartFileUnlessItIsComplete() throws IOException {
    for (int at = 0; ; at++) {
      int cancelledAt = at;
      FakeDownloadService each =
          new FakeDownloadService().reads(available(), available(), withHash(SHA1));
      each.replies(
          LinkReply.of(200, start(10), RESUMABLE).cut(),
          LinkReply.of(206, rest(10), "ETag: \"v1\"", range(10)));
      Optional<Step<DownloadedArchive>> end =
          each.run(each.calls(config()).download(REF, target), number -> number == cancelledAt);
      if (end.isPresent()) {
        assertThat(at).isGreaterThan(10);
        return;
      }
      if (Files.exists(target)) {
        assertThat(files()).containsExactly(target);
        Files.delete(target);
      } else if (Files.exists(part())) {
        assertThat(part()).hasBinaryContent(CONTENT);
        Files.delete(part());
      }
    }
  }
}
