package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.Download;
import dev.atlasrestore.RestoreJobRef;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeArchiveTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref(7);
  private static final byte[] BYTES = bytes(1000);
  private static final String SHA1 = sha1(BYTES);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-09T23:11:25.123Z"));
  private final FakeAtlas atlas = FakeAtlas.builder().clock(now::get).start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    atlas.close();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<byte[]> get(URI link, String... fields) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(link).timeout(Duration.ofSeconds(10));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private String readJob() throws IOException {
    return FakeAtlasTest.read(atlas, atlas.path(REF));
  }

  @Test
  void bothLinksServeTheFileWithoutAnApiKey() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES);
    HttpResponse<byte[]> response = get(archive.url());
    assertThat(response.body()).isEqualTo(BYTES);
    assertThat(response.headers().firstValue("Content-Length")).contains("1000");
    assertThat(response.headers().firstValue("Accept-Ranges")).isEmpty();
    assertThat(get(archive.urlV2(), archive.authHeader(), archive.authValue()).body())
        .isEqualTo(BYTES);
    assertThat(get(archive.urlV2()).statusCode()).isEqualTo(403);
    assertThat(get(archive.urlV2(), archive.authHeader(), "wrong").statusCode()).isEqualTo(403);
    assertThat(archive.requests())
        .hasSize(4)
        .noneMatch(SeenRequest::hasCredentials)
        .extracting(SeenRequest::target)
        .doesNotContain(atlas.path(REF));
  }

  @Test
  void jobHasTheIdsOfItsReferenceAndBothLinks() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES);
    assertThat(readJob())
        .contains("\"id\":\"" + REF.jobId() + "\"")
        .contains("\"statusName\":\"FINISHED\"", "\"statusName\":\"READY\"")
        .contains("\"url\":\"" + archive.url(), "\"urlV2\":\"" + archive.urlV2())
        .contains("\"authHeader\":\"" + archive.authHeader());
    assertThat(archive.url().toString()).endsWith("/shard-0.tar.gz").contains("s3cr3t");
    archive.onlyUrl();
    assertThat(readJob()).contains("\"url\"").doesNotContain("urlV2", "authHeader", "authValue");
    archive.onlyUrlV2().fileName("a/b c");
    assertThat(readJob()).contains("urlV2", "authValue", "/a%2Fb%20c").doesNotContain("\"url\"");
    assertThat(archive.toString()).doesNotContain("s3cr3t");
  }

  @Test
  void hashAppearsAfterTheFirstCompleteDownload() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES).cutAt(500);
    assertThat(readJob()).contains("\"hashes\":[]");
    assertThatThrownBy(() -> get(archive.url())).isInstanceOf(IOException.class);
    assertThat(readJob()).contains("\"hashes\":[]");
    assertThat(archive.downloads()).isZero();
    get(archive.url());
    assertThat(archive.downloads()).isOne();
    assertThat(archive.sha1()).isEqualTo(SHA1);
    assertThat(readJob())
        .contains(
            "{\"fileName\":\"shard-0.tar.gz\",\"hash\":\"" + SHA1 + "\",\"typeName\":\"SHA1\"}");
  }

  @Test
  void hashCanBeLateWrongOfAnotherAlgorithmOrAbsent() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES).hashAfterReads(2);
    get(archive.url());
    assertThat(readJob()).doesNotContain(SHA1);
    assertThat(readJob()).doesNotContain(SHA1);
    assertThat(readJob()).contains(SHA1);
    atlas.archive(REF, BYTES).hashAtOnce().wrongHash();
    assertThat(readJob()).contains(SHA1.substring(1)).doesNotContain(SHA1);
    atlas.archive(REF, BYTES).hashAtOnce().hashAlgorithm("SHA256");
    assertThat(readJob()).contains("\"typeName\":\"SHA256\"").containsPattern("[0-9a-f]{64}");
    atlas.archive(REF, BYTES).hashAtOnce().withoutHash();
    assertThat(readJob()).contains("\"hashes\":[]");
    assertThatThrownBy(() -> atlas.archive(REF, BYTES).hashAlgorithm("MD5"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void linkCanBeUsedUp() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES).maxDownloads(2);
    get(archive.url());
    assertThat(archive.job().download(now.get()).state()).isEqualTo(Download.State.AVAILABLE);
    get(archive.url());
    assertThat(archive.job().download(now.get()).state()).isEqualTo(Download.State.USED_UP);
    assertThat(readJob()).contains("\"maxDownloads\":2", "MAX_DOWNLOADS_EXCEEDED");
    assertThat(get(archive.url()).statusCode()).isEqualTo(410);

    FakeArchive strict =
        atlas.archive(REF, BYTES).ranges().maxDownloads(1).countsEveryRequest().cutAt(10);
    assertThatThrownBy(() -> get(strict.url())).isInstanceOf(IOException.class);
    assertThat(get(strict.url(), "Range", "bytes=10-").statusCode()).isEqualTo(410);
    assertThat(readJob()).contains("MAX_DOWNLOADS_EXCEEDED", "\"hashes\":[]");
  }

  @Test
  void linkExpires() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES);
    assertThat(readJob()).contains("\"expires\":\"2026-03-10T23:11:25Z\"");
    now.set(Instant.parse("2026-03-10T23:11:24Z"));
    assertThat(get(archive.url()).statusCode()).isEqualTo(200);
    now.set(Instant.parse("2026-03-10T23:11:25Z"));
    assertThat(get(archive.url()).statusCode()).isEqualTo(410);
    assertThat(archive.job().download(now.get()).state()).isEqualTo(Download.State.EXPIRED);
    archive.expires(now.get().plusSeconds(1));
    assertThat(get(archive.url()).statusCode()).isEqualTo(200);
    assertThat(get(archive.expire().url()).statusCode()).isEqualTo(410);
  }

  @Test
  void rangesContinueTheSameFile() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES).ranges().lastModified(now.get());
    HttpResponse<byte[]> whole = get(archive.url());
    String etag = whole.headers().firstValue("ETag").orElseThrow();
    String date = whole.headers().firstValue("Last-Modified").orElseThrow();
    assertThat(etag).startsWith("\"");
    assertThat(whole.headers().firstValue("Accept-Ranges")).contains("bytes");
    for (String validator : List.of(etag, date)) {
      HttpResponse<byte[]> rest = get(archive.url(), "Range", "bytes=400-", "If-Range", validator);
      assertThat(rest.statusCode()).isEqualTo(206);
      assertThat(rest.headers().firstValue("Content-Range")).contains("bytes 400-999/1000");
      assertThat(rest.headers().firstValue("ETag")).contains(etag);
      assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(BYTES, 400, 1000));
    }
    assertThat(get(archive.url(), "Range", "bytes=400-499").body()).hasSize(100);
    assertThat(get(archive.url(), "Range", "bytes=1000-").statusCode()).isEqualTo(416);
    assertThat(get(archive.url(), "Range", "bytes=400-", "If-Range", "\"other\"").statusCode())
        .isEqualTo(200);
    assertThat(archive.downloads()).isEqualTo(4);

    archive.wrongOffset().changed();
    assertThat(get(archive.url(), "Range", "bytes=400-").headers().firstValue("Content-Range"))
        .contains("bytes 401-999/1000");
    HttpResponse<byte[]> changed = get(archive.url(), "Range", "bytes=400-", "If-Range", etag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(etag);
    archive.etag("W/\"weak\"");
    assertThat(get(archive.url()).headers().firstValue("ETag")).contains("W/\"weak\"");
    assertThat(get(atlas.archive(REF, BYTES).url(), "Range", "bytes=400-").statusCode())
        .as("without ranges()")
        .isEqualTo(200);
  }

  @Test
  void lengthCanBeAbsentOrWrong() throws Exception {
    HttpResponse<byte[]> chunked = get(atlas.archive(REF, BYTES).chunked().url());
    assertThat(chunked.body()).isEqualTo(BYTES);
    assertThat(chunked.headers().firstValue("Content-Length")).isEmpty();
    FakeArchive shorter = atlas.archive(REF, BYTES).announces(1200);
    assertThatThrownBy(() -> get(shorter.url())).isInstanceOf(IOException.class);
    try (RawClient raw = new RawClient(atlas.baseUri())) {
      String response =
          raw.get(atlas.archive(REF, BYTES).announces(800).url().getPath()).readToEnd();
      assertThat(response).contains("Content-Length: 800\r\n");
      assertThat(response.substring(response.indexOf("\r\n\r\n") + 4)).hasSize(1000);
    }
  }

  @Test
  void fileCanBeSlowOrStall() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES).drip(300, Duration.ofMillis(1)).stallAt(400);
    try (RawClient raw = new RawClient(atlas.baseUri())) {
      raw.get(archive.url().getPath()).readHead();
      assertThat(raw.read(400)).hasSize(400);
    }
    assertThat(get(archive.url()).body()).isEqualTo(BYTES);
    assertThat(get(archive.chunked().url()).body()).isEqualTo(BYTES);
  }

  @Test
  void slowFilePausesOnlyAfterAGroup() throws Exception {
    FakeArchive archive = atlas.archive(REF, 400_000).drip(300_000, Duration.ofDays(1));
    try (RawClient raw = new RawClient(atlas.baseUri())) {
      raw.get(archive.url().getPath()).readHead();
      assertThat(raw.read(300_000)).hasSize(300_000);
    }
  }

  @Test
  void redirectsStayOnTheOriginOrLeaveIt() throws Exception {
    try (FakeAtlas storage = FakeAtlas.start()) {
      FakeArchive archive = atlas.archive(REF, BYTES).redirects(2);
      HttpResponse<byte[]> first = get(archive.url());
      assertThat(first.statusCode()).isEqualTo(302);
      URI second = archive.url().resolve(first.headers().firstValue("Location").orElseThrow());
      URI third = second.resolve(get(second).headers().firstValue("Location").orElseThrow());
      assertThat(get(third).body()).isEqualTo(BYTES);
      assertThat(archive.requests()).hasSize(3);

      FakeArchive target = storage.archive(REF, BYTES);
      archive.always(Reply.redirect(307, target.url().toString()));
      assertThat(get(archive.url()).headers().firstValue("Location"))
          .contains(target.url().toString());
    }
  }

  @Test
  void linksCanBeHostedByAnotherFake() throws Exception {
    try (FakeAtlas storage = FakeAtlas.start()) {
      FakeArchive archive = atlas.archive(REF, BYTES).cutAt(0).hostedBy(storage);
      assertThat(archive.url().getPort()).isEqualTo(storage.baseUri().getPort());
      assertThatThrownBy(() -> get(archive.url())).isInstanceOf(IOException.class);
      assertThat(get(archive.url()).body()).isEqualTo(BYTES);
      assertThat(archive.requests()).hasSize(2);
      assertThat(storage.requests()).hasSize(2);
      assertThat(atlas.requests()).isEmpty();
      assertThat(readJob()).contains(archive.url().toString(), SHA1);
    }
  }

  @Test
  void largeArchivesAreGenerated() throws Exception {
    FakeArchive archive = atlas.archive(REF, 3L << 20);
    byte[] bytes = get(archive.url()).body();
    assertThat(bytes).hasSize(3 << 20);
    assertThat(archive.sha1()).isEqualTo(sha1(bytes));
    FakeArchive huge = atlas.archive(REF, 1L << 50).ranges();
    HttpResponse<byte[]> end = get(huge.url(), "Range", "bytes=" + ((1L << 50) - 10) + "-");
    assertThat(end.body()).hasSize(10);
  }

  @Test
  void scriptedRepliesComeBeforeTheFileAndResetForgetsArchives() throws Exception {
    FakeArchive archive = atlas.archive(REF, BYTES).script(Reply.status(503), Reply.unscripted());
    assertThat(get(archive.url()).statusCode()).isEqualTo(503);
    assertThat(get(archive.url()).statusCode()).isEqualTo(200);
    atlas.reset();
    assertThat(get(archive.url()).statusCode()).isEqualTo(401);
  }
}
