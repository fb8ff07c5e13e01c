package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import java.util.List;

/**
 * The head of a request, as it came.
 *
 * @param method the method
 * @param target the request target, byte for byte
 * @param version the protocol's version, for example {@code HTTP/1.1}
 * @param fields every field line, in order
 */
record Head(String method, String target, String version, List<HttpHeader> fields) {

  Head {
    fields = List.copyOf(fields);
  }

  List<String> values(String name) {
    return fields.stream().filter(field -> field.is(name)).map(HttpHeader::value).toList();
  }

  boolean wantsClose() {
    return version.equals("HTTP/1.0")
        || values("Connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
  }

  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }
}
