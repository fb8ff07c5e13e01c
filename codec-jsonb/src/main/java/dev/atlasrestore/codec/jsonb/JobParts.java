package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects and arrays within a job. */
final class JobParts {

  private JobParts() {}

  /** The timestamp of these members, if there are any, and it has both of its parts. */
  static @Nullable OplogTimestamp timestamp(@Nullable Members members) {
    if (members == null) {
      return null;
    }
    Instant date = null;
    Long increment = null;
    while (members.next()) {
      switch (members.name()) {
        case "date" -> date = members.instant();
        case "increment" -> increment = members.unsignedInt();
        default -> members.skip();
      }
    }
    return date == null || increment == null ? null : new OplogTimestamp(date, increment);
  }

  /** The delivery of these members, if there are any. */
  static @Nullable Delivery delivery(@Nullable Members members) {
    if (members == null) {
      return null;
    }
    Delivery.Builder delivery = Delivery.builder();
    while (members.next()) {
      switch (members.name()) {
        case "methodName" -> delivery.method(KnownValues.deliveryMethod(members.text()));
        case "statusName" -> delivery.status(KnownValues.deliveryStatus(members.text()));
        case "expires" -> delivery.expires(members.instant());
        case "expirationHours" -> delivery.expirationHours(members.whole());
        case "maxDownloads" -> delivery.maxDownloads(members.whole());
        case "url" -> delivery.url(members.text());
        case "urlV2" -> delivery.urlV2(members.text());
        case "authHeader" -> delivery.authHeader(members.text());
        case "authValue" -> delivery.authValue(members.text());
        case "targetClusterId" -> delivery.targetClusterId(members.text());
        case "targetClusterName" -> delivery.targetClusterName(members.text());
        case "targetGroupId" -> delivery.targetGroupId(members.text());
        default -> members.skip();
      }
    }
    return delivery.build();
  }

  /** The checksums in the array that is this member's value. */
  static List<FileHash> hashes(Members member) {
    List<FileHash> hashes = new ArrayList<>();
    if (member.array()) {
      for (Members hash = member.nextElement(); hash != null; hash = member.nextElement()) {
        hashes.add(hash(hash));
      }
    }
    return hashes;
  }

  /** The links in the array that is this member's value. */
  static List<Link> links(Members member) {
    List<Link> links = new ArrayList<>();
    if (member.array()) {
      for (Members link = member.nextElement(); link != null; link = member.nextElement()) {
        links.add(link(link));
      }
    }
    return links;
  }

  private static FileHash hash(Members members) {
    String typeName = null;
    String fileName = null;
    String hash = null;
    while (members.next()) {
      switch (members.name()) {
        case "typeName" -> typeName = members.text();
        case "fileName" -> fileName = members.text();
        case "hash" -> hash = members.text();
        default -> members.skip();
      }
    }
    return new FileHash(
        Optional.ofNullable(typeName), Optional.ofNullable(fileName), Optional.ofNullable(hash));
  }

  private static Link link(Members members) {
    String rel = null;
    String href = null;
    while (members.next()) {
      switch (members.name()) {
        case "rel" -> rel = members.text();
        case "href" -> href = members.text();
        default -> members.skip();
      }
    }
    return new Link(Optional.ofNullable(rel), Optional.ofNullable(href));
  }
}
