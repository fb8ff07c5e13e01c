package dev.atlasrestore.codec.jsonb;

/** Restore jobs as the service sends them. */
final class JobDocuments {

  static final String FINISHED_SHARD_PRETTY =
      """
      {
        "batchId" : "6a1f00c2e4b0d1a2b3c4d500",
        "clusterId" : "6a1f00c2e4b0d1a2b3c4d5c1",
        "clusterName" : "orders-eu",
        "created" : "2026-05-04T03:02:01Z",
        "delivery" : {
          "expirationHours" : 1,
          "expires" : "2026-05-04T04:02:01Z",
          "maxDownloads" : 1,
          "methodName" : "HTTP",
          "statusName" : "EXPIRED",
          "url" : "https://restore.example.org/v2/pull/k3y/orders-eu-shard-0.tgz"
        },
        "encryptionEnabled" : false,
        "groupId" : "6a1f00c2e4b0d1a2b3c4d5aa",
        "hashes" : [ {
          "fileName" : "orders-eu-shard-0.tgz",
          "hash" : "0a4d55a8d778e5022fab701977c5d840bbc486d0",
          "typeName" : "SHA1"
        } ],
        "id" : "6a1f00c2e4b0d1a2b3c4d501",
        "links" : [ {
          "href" : "https://cloud.mongodb.com/api/atlas/v1.0/groups/x",
          "rel" : "self"
        }, {
          "href" : "http://localhost:8080/wrong",
          "rel" : "http://mms.mongodb.com/snapshot"
        } ],
        "pointInTime" : false,
        "snapshotId" : "6a1e00c2e4b0d1a2b3c4d5e1",
        "statusName" : "FINISHED",
        "timestamp" : {
          "date" : "2026-05-03T23:00:09Z",
          "increment" : 1
        }
      }
      """;

  static final String FINISHED_SHARD = FINISHED_SHARD_PRETTY.replaceAll("\\s", "");

  static final String POINT_IN_TIME =
      CodecFixture.minimalJob(
          "\"pointInTime\":true",
          "\"timestamp\":{\"increment\":0,\"date\":\"2026-05-04T02:00:00Z\"}");

  static final String REPLICA_SET_READY =
      CodecFixture.minimalJob(
          "\"clusterId\":\"6a1f00c2e4b0d1a2b3c4d5c1\"",
          """
          "delivery":{"methodName":"HTTP","statusName":"READY","expires":"2026-05-05T03:02:01Z",
            "expirationHours":24,"maxDownloads":2147483647,"url":"https://restore.example.org/k"}
          """);

  static final String HTTP_WITHOUT_URL =
      CodecFixture.minimalJob("\"delivery\":{\"methodName\":\"HTTP\",\"statusName\":\"PENDING\"}");

  static final String CONFIG_HOST =
      CodecFixture.minimalJob(
          "\"hostId\":\"6a1f00c2e4b0d1a2b3c4d5ff\"",
          "\"deploymentJobId\":\"6a1f00c2e4b0d1a2b3c4d5dd\"");

  static final String ENCRYPTED =
      CodecFixture.minimalJob(
          "\"encryptionEnabled\":true",
          "\"masterKeyUUID\":\"0d9f6d1e-77a1-4f0e-8f5c-5f6c1a2b3c4d\"");

  static final String DELIVERY_FAILED =
      FINISHED_SHARD.replace("\"statusName\":\"EXPIRED\"", "\"statusName\":\"FAILED\"");

  static final String AUTH_HEADER =
      CodecFixture.minimalJob(
          """
          "delivery":{"methodName":"HTTP","urlV2":"https://restore.example.org/v3/pull/orders.tgz",
            "authHeader":"x-restore-token","authValue":"t0k3n"}
          """);

  static final String AUTOMATED =
      CodecFixture.minimalJob(
          """
          "delivery":{"methodName":"AUTOMATED_RESTORE","statusName":"READY",
            "targetClusterId":"6a1f00c2e4b0d1a2b3c4d5c2","targetClusterName":"orders-copy",
            "targetGroupId":"6a1f00c2e4b0d1a2b3c4d5ab"}
          """);

  static final String NULLS =
      CodecFixture.minimalJob(
          """
          "batchId":null,"clusterId":null,"clusterName":null,"hostId":null,"snapshotId":null,
          "pointInTime":null,"encryptionEnabled":null,"masterKeyUUID":null,"deploymentJobId":null,
          "timestamp":null,"delivery":null,"hashes":null,"links":null,"status":null,"content":null,
          "errorCode":null,"detail":null,"reason":null,"parameters":null,"error":null
          """);

  static final String NULLS_WITHIN =
      CodecFixture.minimalJob(
          """
          "timestamp":{"date":null,"increment":null},"hashes":[null],"links":[null],
          "delivery":{"methodName":null,"statusName":null,"expires":null,"expirationHours":null,
            "maxDownloads":null,"url":null,"urlV2":null,"authHeader":null,"authValue":null,
            "targetClusterId":null,"targetClusterName":null,"targetGroupId":null}
          """);

  static final String UNKNOWN_VALUES =
      CodecFixture.jobWith("statusName", "\"THAWING\"")
          .replaceFirst(
              "\\{", "{\"delivery\":{\"methodName\":\"DRONE\",\"statusName\":\"ALMOST\"},");

  private static final String MEMBERS_OF_ALL_TYPES =
      """
      "t":"x","n":-1.5e300,"y":true,"f":false,"z":null,"status":"not an envelope",
      "o":{"id":1,"id":2,"o":{"":[{}]}},"a":[1,"2",null,[],{"id":[]}],"":""
      """;

  static final String UNKNOWN_MEMBERS =
      CodecFixture.minimalJob(
          MEMBERS_OF_ALL_TYPES,
          "\"delivery\":{" + MEMBERS_OF_ALL_TYPES + ",\"methodName\":\"HTTP\"}",
          "\"hashes\":[{\"hash\":\"ab\"," + MEMBERS_OF_ALL_TYPES + "}]",
          "\"links\":[{" + MEMBERS_OF_ALL_TYPES + ",\"rel\":\"self\"}]",
          "\"timestamp\":{\"date\":\"2026-05-04T02:00:00Z\","
              + MEMBERS_OF_ALL_TYPES
              + ",\"increment\":7,\"signed\":-7}");

  private JobDocuments() {}
}
