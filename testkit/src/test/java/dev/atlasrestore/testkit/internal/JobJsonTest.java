package dev.atlasrestore.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import org.junit.jupiter.api.Test;

class JobJsonTest {

  @Test
  void presentMembersAreWritten() {
    assertThat(JobJson.job(RestoreJobFixtures.finished()))
        .isEqualTo(
            "{\"batchId\":\"5e66cc7d79358e0e35a9c000\",\"clusterId\":\"5e2211c17a3e5a48f5497de4\","
                + "\"clusterName\":\"Cluster0\",\"created\":\"2026-03-09T23:11:25Z\",\"delivery\":{"
                + "\"expirationHours\":1,\"expires\":\"2026-03-10T00:11:25Z\",\"maxDownloads\":1,"
                + "\"methodName\":\"HTTP\",\"statusName\":\"EXPIRED\",\"url\":"
                + "\"https://backup.example.net/v2/pull/5e66cc7d79358e0e35a9c001/s3cr3tdownloadkey/shard-0.tar.gz\"},"
                + "\"encryptionEnabled\":false,\"groupId\":\"5e2211c17a3e5a48f5497de3\",\"hashes\":[{"
                + "\"fileName\":\"shard-0.tar.gz\",\"hash\":\"3f0d3dc9f05b8f25ac5b9f12d0a1e0b9b0a49a6c\","
                + "\"typeName\":\"SHA1\"}],\"id\":\"5e66cc7d79358e0e35a9c001\",\"links\":[{\"href\":"
                + "\"https://cloud.mongodb.com/api/atlas/v1.0/groups/5e2211c17a3e5a48f5497de3\","
                + "\"rel\":\"self\"}],\"pointInTime\":false,\"snapshotId\":\"5e6559f279358e0e35a9b111\","
                + "\"statusName\":\"FINISHED\",\"timestamp\":{\"date\":\"2026-03-08T20:48:11Z\","
                + "\"increment\":1}}");
  }

  @Test
  void absentMembersAreOmitted() {
    assertThat(JobJson.job(RestoreJobFixtures.inProgress()))
        .doesNotContain("delivery", "timestamp", "batchId", "null", "hostId");
  }

  @Test
  void textIsEscaped() {
    RestoreJob odd =
        RestoreJobFixtures.inProgress().toBuilder().clusterName("\"\\/\n\u0001ü😀").build();
    assertThat(JobJson.job(odd)).contains("\"clusterName\":\"\\\"\\\\/\\u000a\\u0001ü😀\"");
  }

  @Test
  void prettyAddsWhiteSpaceOutsideStringsOnly() {
    assertThat(JobJson.pretty("{\"a\":\"{\\\"x: ,\\\\\",\"b\":[1,true]}"))
        .isEqualTo("{\n  \"a\" : \"{\\\"x: ,\\\\\",\n  \"b\" : [\n    1,\n    true\n  ]\n}");
  }
}
