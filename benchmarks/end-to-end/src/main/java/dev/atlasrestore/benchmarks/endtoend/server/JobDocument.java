package dev.atlasrestore.benchmarks.endtoend.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A response with a finished restore job: 880 bytes of JSON. Only the id of the job varies. */
final class JobDocument {

  private static final int ID_LENGTH = 24;
  private static final int BODY_BYTES = 880;
  private static final String ID = "@".repeat(ID_LENGTH);

  private static final String JOB =
      """
      {"batchId":"5b8e7f1c87d9d61fe42c4f11","clusterId":"5b8e7c4e96e8217d0dbd3a2e",\
      "clusterName":"Cluster0","created":"2026-11-20T09:14:02Z","delivery":{"expirationHours":48,\
      "expires":"2026-11-22T09:31:40Z","maxDownloads":1,"methodName":"HTTP","statusName":"READY",\
      "url":"https://restore.example.net/v2/pull/@@@@@@@@@@@@@@@@@@@@@@@@/c0ffee/shard-0.tar.gz"},\
      "encryptionEnabled":true,"groupId":"5b8e7b0f96e8217d0dbd0d5a","hashes":[{\
      "fileName":"shard-0.tar.gz","hash":"0f7c9f2a7e1b4a5a8c1d2e3f405162738495a6b7",\
      "typeName":"SHA1"}],"id":"@@@@@@@@@@@@@@@@@@@@@@@@","links":[{"href":\
      "https://cloud.mongodb.com/api/atlas/v1.0/groups/5b8e7b0f96e8217d0dbd0d5a","rel":\
      "http://mms.mongodb.com/group"}],"masterKeyUUID":"%s","pointInTime":false,\
      "snapshotId":"5b8e7e2087d9d61fe42c4e70","statusName":"FINISHED",\
      "timestamp":{"date":"2026-11-20T08:59:58Z","increment":17}}""";

  private final byte[] response;
  private final int firstId;
  private final int secondId;

  JobDocument() {
    String padding = "7".repeat(BODY_BYTES - JOB.formatted("").length());
    String body = JOB.formatted(padding);
    String text =
        "HTTP/1.1 200 OK\r\n"
            + "Date: Fri, 20 Nov 2026 09:31:41 GMT\r\n"
            + "Content-Type: application/json\r\n"
            + "X-MongoDB-Service-Version: gitHash=0a1b2c3d; versionString=v20261115\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    response = text.getBytes(ISO_8859_1);
    firstId = text.indexOf(ID);
    secondId = text.indexOf(ID, firstId + 1);
  }

  /** Returns the response for the job whose id is the last path segment of this target. */
  ByteBuf responseTo(String target, ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(response.length).writeBytes(response);
    int query = target.indexOf('?');
    int end = query < 0 ? target.length() : query;
    for (int i = 0; i < ID_LENGTH; i++) {
      int c = target.charAt(end - ID_LENGTH + i);
      out.setByte(firstId + i, c).setByte(secondId + i, c);
    }
    return out;
  }
}
