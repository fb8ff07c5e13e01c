package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.net.URI;
import java.util.List;

/** The rules 23 and 24: characters in names and keys, and forms of the base URI. */
interface PortAddressRules {

  @Rule(id = "23", text = "Any cluster name is encoded once, as one segment of the path.")
  default void clusterNameIsOnePathSegment(PortFixtures fixtures) throws Exception {
    List<String> clusters =
        List.of(
            "a b",
            "..a",
            "%2e%2e",
            "a/b",
            "../a",
            "a?b#c",
            "a;b=c",
            "ü€😀",
            "a+b*c~d",
            "-._~",
            "a\"b\\c",
            "x".repeat(10_000));
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (String cluster : clusters) {
        RestoreJobRef ref =
            new RestoreJobRef(PortFixture.REF.groupId(), cluster, PortFixture.REF.jobId());
        fixture.atlas().put(ref, PortFixture.JOB);
        assertEquals(
            RestoreJobFixtures.withIdsOf(ref, PortFixture.JOB), fixture.port().get(ref), cluster);
        assertEquals(fixture.atlas().path(ref), fixture.atlas().requests().get(0).target());
        fixture.assertRequests(1, cluster);
      }
    }
  }

  @Rule(id = "23", text = "A non-ASCII key is used only for challenges with `charset=UTF-8`.")
  default void nonAsciiKeyNeedsUtf8(PortFixtures fixtures) throws Exception {
    ApiKey key = new ApiKey("schlüssel", "geheim-ß-€");
    for (ChallengeShape shape : ChallengeShape.values()) {
      FakeAtlas.Builder builder = FakeAtlas.builder().digest(DigestRules.of(shape)).key(key);
      try (PortFixture fixture = fixtures.open(builder, config -> config)) {
        if (shape == ChallengeShape.MD5) {
          fixture.failure(AuthenticationException.class);
          fixture.assertRequests(1, "a challenge without charset");
        } else {
          fixture.assertReads(PortFixture.JOB);
          fixture.assertRequests(2, shape.toString());
        }
      }
    }
  }

  @Rule(id = "24", text = "A trailing slash of the base URI is ignored.")
  default void trailingSlashOfTheBaseUriIsIgnored(PortFixtures fixtures) throws Exception {
    FakeAtlas.Builder builder = FakeAtlas.builder().basePath("/prefix/api/public/v1.0");
    try (PortFixture fixture =
        fixtures.open(
            builder, config -> AtlasConfig.of(URI.create(config.baseUri() + "/"), config.key()))) {
      fixture.assertReads(PortFixture.JOB);
      assertEquals(
          fixture.atlas().path(PortFixture.REF), fixture.atlas().requests().get(0).target());
    }
  }

  @Rule(
      id = "24",
      text =
          "Plain HTTP to a remote host is rejected when the client is created, unless it is"
              + " allowed.")
  default void plainHttpToARemoteHostIsRejected(PortFixtures fixtures) {
    AtlasConfig config =
        AtlasConfig.of(
            URI.create("http://opsmanager.example.com:8080"), new ApiKey("public", "private"));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> fixtures.openPort(config).close());
    assertTrue(
        String.valueOf(error.getMessage()).contains("withPlainHttp(true)"), error.getMessage());
    fixtures.openPort(config.withPlainHttp(true)).close();
  }
}
