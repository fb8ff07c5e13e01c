package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the objects and arrays that a restore job contains. */
final class NestedObjects {

  private NestedObjects() {}

  /**
   * Reads {@code timestamp}.
   *
   * @param cursor the members of the object; null if there is no object
   * @return null if there is no object, or if {@code date} or {@code increment} is absent
   */
  static @Nullable OplogTimestamp timestamp(@Nullable ObjectCursor cursor) {
    if (cursor == null) {
      return null;
    }
    Instant date = null;
    Long increment = null;
    while (cursor.next()) {
      switch (cursor.name()) {
        case "date" -> date = cursor.instant();
        case "increment" -> increment = cursor.unsignedInt();
        default -> cursor.skip();
      }
    }
    if (date != null && increment != null) {
      return new OplogTimestamp(date, increment);
    }
    if (date != null || increment != null) {
      cursor.reportIncomplete("it must have a date and an increment");
    }
    return null;
  }

  /**
   * Reads {@code delivery}.
   *
   * @param cursor the members of the object; null if there is no object
   * @return null if there is no object
   */
  static @Nullable Delivery delivery(@Nullable ObjectCursor cursor) {
    if (cursor == null) {
      return null;
    }
    Delivery.Builder delivery = Delivery.builder();
    while (cursor.next()) {
      switch (cursor.name()) {
        case "methodName" -> delivery.method(map(cursor.string(), DeliveryMethod::new));
        case "statusName" -> delivery.status(map(cursor.string(), DeliveryStatus::new));
        case "expires" -> delivery.expires(cursor.instant());
        case "expirationHours" -> delivery.expirationHours(cursor.wholeNumber());
        case "maxDownloads" -> delivery.maxDownloads(cursor.wholeNumber());
        case "url" -> delivery.url(cursor.string());
        case "urlV2" -> delivery.urlV2(cursor.string());
        case "authHeader" -> delivery.authHeader(cursor.string());
        case "authValue" -> delivery.authValue(cursor.string());
        case "targetClusterId" -> delivery.targetClusterId(cursor.string());
        case "targetClusterName" -> delivery.targetClusterName(cursor.string());
        case "targetGroupId" -> delivery.targetGroupId(cursor.string());
        default -> cursor.skip();
      }
    }
    return delivery.build();
  }

  /**
   * Reads {@code hashes}.
   *
   * @param cursor its current member is the array
   */
  static List<FileHash> hashes(ObjectCursor cursor) {
    return elements(cursor, NestedObjects::hash);
  }

  /**
   * Reads {@code links}.
   *
   * @param cursor its current member is the array
   */
  static List<Link> links(ObjectCursor cursor) {
    return elements(cursor, NestedObjects::link);
  }

  private static <T> List<T> elements(ObjectCursor cursor, Function<ObjectCursor, T> reader) {
    List<T> elements = new ArrayList<>();
    if (cursor.array()) {
      for (ObjectCursor element = cursor.nextElement();
          element != null;
          element = cursor.nextElement()) {
        elements.add(reader.apply(element));
      }
    }
    return elements;
  }

  private static FileHash hash(ObjectCursor cursor) {
    String typeName = null;
    String fileName = null;
    String hash = null;
    while (cursor.next()) {
      switch (cursor.name()) {
        case "typeName" -> typeName = cursor.string();
        case "fileName" -> fileName = cursor.string();
        case "hash" -> hash = cursor.string();
        default -> cursor.skip();
      }
    }
    return new FileHash(
        Optional.ofNullable(typeName), Optional.ofNullable(fileName), Optional.ofNullable(hash));
  }

  private static Link link(ObjectCursor cursor) {
    String rel = null;
    String href = null;
    while (cursor.next()) {
      switch (cursor.name()) {
        case "rel" -> rel = cursor.string();
        case "href" -> href = cursor.string();
        default -> cursor.skip();
      }
    }
    return new Link(Optional.ofNullable(rel), Optional.ofNullable(href));
  }

  private static <T> @Nullable T map(@Nullable String text, Function<String, T> constructor) {
    return text == null ? null : constructor.apply(text);
  }
}
