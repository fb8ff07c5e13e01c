package dev.atlasrestore.internal.read;

import static dev.atlasrestore.Samples.GROUP;
import static dev.atlasrestore.Samples.JOB;
import static dev.atlasrestore.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the request for a job: rules 23 and 26 of the contract. */
class RestoreJobResourcesTest {

  private static final AtlasConfig ATLAS = AtlasConfig.atlas(KEY);

  private static HttpRequest request(AtlasConfig config, String cluster) {
    return new RestoreJobResources(config).job(new RestoreJobRef(GROUP, cluster, JOB)).request();
  }

  private static String target(String segment) {
    return "/api/atlas/v1.0/groups/" + GROUP + "/clusters/" + segment + "/restoreJobs/" + JOB;
  }

  @Test
  void requestIsAGetOfTheJobBelowItsGroupAndCluster() {
    HttpRequest request = request(ATLAS, "Cluster0");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.uri()).hasToString("https://cloud.mongodb.com" + target("Cluster0"));
    assertThat(request.target()).isEqualTo(target("Cluster0"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "..., ...",
        "..a, ..a",
        "'.. ', ..%20",
        "../.., ..%2F..",
        "%2e%2e, %252e%252e",
        "%2E%2E%2F, %252E%252E%252F",
        "a/b, a%2Fb",
        "a\\b, a%5Cb",
        "a?b=c, a%3Fb%3Dc",
        "'a#b', a%23b",
        "a;b, a%3Bb",
        "a b, a%20b",
        "a+b, a%2Bb",
        "a&b=c, a%26b%3Dc",
        "a:b@c, a%3Ab%40c",
        "'a,b', a%2Cb",
        "\"q\", %22q%22",
        "<x>{y}|^`, %3Cx%3E%7By%7D%7C%5E%60",
        "!$'()*, %21%24%27%28%29%2A",
        "AZaz09-._~, AZaz09-._~",
        "müller, m%C3%BCller",
        "e\u0301, e%CC%81",
        "日本, %E6%97%A5%E6%9C%AC",
        "😀, %F0%9F%98%80"
      })
  void clusterNameIsOnePathSegmentEncodedOnce(String cluster, String segment) {
    HttpRequest request = request(ATLAS, cluster);
    assertThat(request.target()).isEqualTo(target(segment));
    assertThat(request.uri()).hasToString("https://cloud.mongodb.com" + target(segment));
  }

  @Test
  void clusterNameOfTenKilobytesIsSentWhole() {
    assertThat(request(ATLAS, "x/".repeat(5_000)).target()).isEqualTo(target("x%2F".repeat(5_000)));
  }

  @Test
  void prettyAndEnvelopeAreSentOnlyIfConfigured() {
    assertThat(request(ATLAS.withPretty(true), "c").target())
        .isEqualTo(target("c") + "?pretty=true");
    assertThat(request(ATLAS.withEnvelope(true), "c").target())
        .isEqualTo(target("c") + "?envelope=true");
    assertThat(request(ATLAS.withEnvelope(true).withPretty(true), "c").target())
        .isEqualTo(target("c") + "?pretty=true&envelope=true");
  }

  @Test
  void basePathIsKeptUnchanged() {
    URI base = URI.create("https://proxy.example.com:8443/a%2Fb;v=1/");
    assertThat(request(AtlasConfig.of(base, KEY), "c").uri())
        .hasToString(
            "https://proxy.example.com:8443/a%2Fb;v=1/groups/"
                + GROUP
                + "/clusters/c/restoreJobs/"
                + JOB);
  }

  @Test
  void onlyAcceptAndUserAgentAreSent() {
    assertThat(request(ATLAS, "c").headers())
        .containsExactly(
            new HttpHeader("Accept", "application/json"),
            new HttpHeader("User-Agent", "atlas-restore-jobs"));
  }
}
