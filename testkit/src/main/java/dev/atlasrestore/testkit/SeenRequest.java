package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import java.util.List;
import java.util.Optional;

/**
 * A request as the server saw it.
 *
 * @param connection which connection it came on, from 1
 * @param method the method
 * @param target the request target, byte for byte
 * @param headers every field line, in order
 * @param status the status it was answered with; 0 if a scripted reply sent none
 */
public record SeenRequest(
    int connection, String method, String target, List<HttpHeader> headers, int status) {

  /** Copies the list. */
  public SeenRequest {
    headers = List.copyOf(headers);
  }

  /** The values of every field of that name, in order. */
  public List<String> headers(String name) {
    return headers.stream().filter(field -> field.is(name)).map(HttpHeader::value).toList();
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** Whether it carried credentials. */
  public boolean isSigned() {
    return header("Authorization").isPresent();
  }
}
