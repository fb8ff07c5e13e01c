package dev.atlasrestore.testkit.internal;

import dev.atlasrestore.exchange.HttpHeader;
import java.util.List;

/**
 * The request line and the header fields of a request, as received.
 *
 * @param method the method
 * @param target the request target, byte for byte
 * @param version the protocol version, for example {@code HTTP/1.1}
 * @param fields all field lines, in order
 */
public record RequestHead(String method, String target, String version, List<HttpHeader> fields) {

  /** Copies the fields. */
  public RequestHead {
    fields = List.copyOf(fields);
  }

  /** Returns the values of all fields with this name, in order. The name's case is ignored. */
  public List<String> values(String name) {
    return fields.stream().filter(field -> field.is(name)).map(HttpHeader::value).toList();
  }

  /** Returns whether the client asks the server to close the connection after the response. */
  public boolean asksForClose() {
    return version.equals("HTTP/1.0")
        || values("Connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
  }

  /** Returns the target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Returns the query without the question mark; empty if there is none. */
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }
}
