package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One walk over an answer, from an object's first member to its end. For one use. */
final class Walk {

  private final JsonParser parser;
  private Members members = new Members();

  Walk(JsonParser parser) {
    this.parser = parser;
  }

  Members members() {
    Members outer = members;
    object("", (name, event) -> outerMember(outer, name, event));
    return outer;
  }

  /**
   * Reads one member's value and says whether it knew the member; what is not known is skipped by
   * the caller.
   */
  @FunctionalInterface
  private interface MemberReader {
    boolean read(String name, Event event);
  }

  /**
   * Reads the members of an object that has just begun. A known member that stands twice is a
   * fault.
   */
  private void object(String path, MemberReader reader) {
    List<String> seen = new ArrayList<>(20);
    for (Event event = parser.next(); event != Event.END_OBJECT; event = parser.next()) {
      String name = parser.getString();
      Event value = parser.next();
      if (!reader.read(name, value)) {
        skip(value);
      } else if (seen.contains(name)) {
        members.fault(path + name, "it stands twice");
      } else {
        seen.add(name);
      }
    }
  }

  private boolean outerMember(Members outer, String name, Event event) {
    switch (name) {
      case "status" -> {
        outer.hasStatus = true;
        outer.status = event == Event.VALUE_NUMBER ? Values.whole(parser.getString()) : null;
        skipIfOpen(event);
      }
      case "content", "envelope" -> {
        outer.hasContent = true;
        if (event == Event.START_OBJECT) {
          Members inner = new Members();
          members = inner;
          object("", (innerName, value) -> member(inner, innerName, value));
          members = outer;
          outer.content = inner;
        } else {
          skipIfOpen(event);
        }
      }
      default -> {
        return member(outer, name, event);
      }
    }
    return true;
  }

  private boolean member(Members m, String name, Event event) {
    switch (name) {
      case "id" -> m.id = text(name, event);
      case "groupId" -> m.groupId = text(name, event);
      case "created" -> m.created = time(name, event);
      case "statusName" -> m.statusName = text(name, event);
      case "batchId" -> m.batchId = text(name, event);
      case "clusterId" -> m.clusterId = text(name, event);
      case "clusterName" -> m.clusterName = text(name, event);
      case "hostId" -> m.hostId = text(name, event);
      case "snapshotId" -> m.snapshotId = text(name, event);
      case "pointInTime" -> m.pointInTime = flag(name, event);
      case "encryptionEnabled" -> m.encryptionEnabled = flag(name, event);
      case "masterKeyUUID" -> m.masterKeyUUID = text(name, event);
      case "deploymentJobId" -> m.deploymentJobId = text(name, event);
      case "timestamp" -> m.timestamp = opens(name, event) ? timestamp() : null;
      case "delivery" -> m.delivery = opens(name, event) ? delivery() : null;
      case "hashes" -> m.hashes = list(name, event, this::hash);
      case "links" -> m.links = list(name, event, this::link);
      case "errorCode" -> m.errorCode = words(event);
      case "detail" -> m.detail = words(event);
      case "reason" -> m.reason = words(event);
      case "parameters" -> parameters(m, event);
      default -> {
        return false;
      }
    }
    return true;
  }

  private @Nullable OplogTimestamp timestamp() {
    Instant[] date = new Instant[1];
    Long[] increment = new Long[1];
    object(
        "timestamp.",
        (name, event) -> {
          switch (name) {
            case "date" -> date[0] = time("timestamp.date", event);
            case "increment" -> increment[0] = increment(event);
            default -> {
              return false;
            }
          }
          return true;
        });
    return date[0] == null || increment[0] == null
        ? null
        : new OplogTimestamp(date[0], increment[0]);
  }

  private @Nullable Long increment(Event event) {
    boolean isText = event == Event.VALUE_STRING && parser.getString().matches("[0-9]{1,10}");
    Long value =
        isText ? (Long) Long.parseLong(parser.getString()) : whole("timestamp.increment", event);
    if (value != null && (value < 0 || value > 0xFFFF_FFFFL)) {
      members.fault("timestamp.increment", "it is no unsigned 32-bit number");
      return null;
    }
    return value;
  }

  private Delivery delivery() {
    Delivery.Builder delivery = Delivery.builder();
    object(
        "delivery.",
        (name, event) -> {
          String path = "delivery." + name;
          switch (name) {
            case "methodName" ->
                delivery.method(
                    Optional.ofNullable(text(path, event)).map(DeliveryMethod::new).orElse(null));
            case "statusName" ->
                delivery.status(
                    Optional.ofNullable(text(path, event)).map(DeliveryStatus::new).orElse(null));
            case "expires" -> delivery.expires(time(path, event));
            case "expirationHours" -> delivery.expirationHours(whole(path, event));
            case "maxDownloads" -> delivery.maxDownloads(whole(path, event));
            case "url" -> delivery.url(text(path, event));
            case "urlV2" -> delivery.urlV2(text(path, event));
            case "authHeader" -> delivery.authHeader(text(path, event));
            case "authValue" -> delivery.authValue(text(path, event));
            case "targetClusterId" -> delivery.targetClusterId(text(path, event));
            case "targetClusterName" -> delivery.targetClusterName(text(path, event));
            case "targetGroupId" -> delivery.targetGroupId(text(path, event));
            default -> {
              return false;
            }
          }
          return true;
        });
    return delivery.build();
  }

  private FileHash hash(String path) {
    String[] parts = new String[3];
    object(path, (name, event) -> part(parts, path, name, event, "typeName", "fileName", "hash"));
    return new FileHash(
        Optional.ofNullable(parts[0]),
        Optional.ofNullable(parts[1]),
        Optional.ofNullable(parts[2]));
  }

  private Link link(String path) {
    String[] parts = new String[2];
    object(path, (name, event) -> part(parts, path, name, event, "rel", "href"));
    return new Link(Optional.ofNullable(parts[0]), Optional.ofNullable(parts[1]));
  }

  private boolean part(
      @Nullable String[] parts, String path, String name, Event event, String... names) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        parts[i] = text(path + name, event);
        return true;
      }
    }
    return false;
  }

  /** Reads an array of objects; null elements are left out, as null members are. */
  private <T> List<T> list(String name, Event event, Function<String, T> element) {
    List<T> list = new ArrayList<>();
    if (event == Event.VALUE_NULL) {
      return list;
    }
    if (event != Event.START_ARRAY) {
      wrong(name, event, "an array");
      return list;
    }
    int index = 0;
    for (Event e = parser.next(); e != Event.END_ARRAY; e = parser.next()) {
      String path = name + "[" + index++ + "]";
      if (opens(path, e)) {
        list.add(element.apply(path + "."));
      }
    }
    return list;
  }

  private void parameters(Members m, Event event) {
    if (event != Event.START_ARRAY) {
      skipIfOpen(event);
      return;
    }
    for (Event e = parser.next(); e != Event.END_ARRAY; e = parser.next()) {
      if (e == Event.VALUE_STRING || e == Event.VALUE_NUMBER) {
        m.parameters.add(parser.getString());
      } else {
        skipIfOpen(e);
      }
    }
  }

  private @Nullable String words(Event event) {
    if (event == Event.VALUE_STRING) {
      return parser.getString();
    }
    skipIfOpen(event);
    return null;
  }

  private @Nullable String text(String path, Event event) {
    if (event == Event.VALUE_STRING) {
      return parser.getString();
    }
    wrong(path, event, "a string");
    return null;
  }

  private @Nullable Boolean flag(String path, Event event) {
    if (event == Event.VALUE_TRUE || event == Event.VALUE_FALSE) {
      return event == Event.VALUE_TRUE;
    }
    wrong(path, event, "true or false");
    return null;
  }

  private @Nullable Long whole(String path, Event event) {
    return parsed(path, event, Event.VALUE_NUMBER, "a whole number in range", Values::whole);
  }

  private @Nullable Instant time(String path, Event event) {
    return parsed(path, event, Event.VALUE_STRING, "an ISO 8601 time", Values::time);
  }

  private <T> @Nullable T parsed(
      String path, Event event, Event wanted, String what, Function<String, @Nullable T> parse) {
    if (event != wanted) {
      wrong(path, event, what);
      return null;
    }
    T value = parse.apply(parser.getString());
    if (value == null) {
      members.fault(path, "it must be " + what);
    }
    return value;
  }

  /** Whether an object begins here; null is as good as nothing, anything else is a fault. */
  private boolean opens(String path, Event event) {
    if (event == Event.START_OBJECT) {
      return true;
    }
    wrong(path, event, "an object");
    return false;
  }

  private void wrong(String path, Event event, String what) {
    if (event != Event.VALUE_NULL) {
      members.fault(path, "it must be " + what);
      skipIfOpen(event);
    }
  }

  private void skipIfOpen(Event event) {
    if (event == Event.START_OBJECT || event == Event.START_ARRAY) {
      skip(event);
    }
  }

  /** Passes over a value of any kind without building it. */
  private void skip(Event event) {
    int depth = 0;
    Event e = event;
    while (true) {
      if (e == Event.START_OBJECT || e == Event.START_ARRAY) {
        depth++;
      } else if (e == Event.END_OBJECT || e == Event.END_ARRAY) {
        depth--;
      }
      if (depth == 0) {
        return;
      }
      e = parser.next();
    }
  }
}
