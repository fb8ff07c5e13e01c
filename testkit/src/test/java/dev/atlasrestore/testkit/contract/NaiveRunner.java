package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A runner that keeps one connection, returns any bytes on it as the response, and believes the
 * first length that it reads.
 */
final class NaiveRunner extends ToyRunner {

  private @Nullable RawClient connection;

  @Override
  <T> Step<T> send(Step.Send<T> send) {
    try {
      if (connection == null) {
        connection = new RawClient(send.request().uri());
      }
      connection.get(send.request().target(), lines(send.request().headers()));
      String response = connection.readResponse();
      int status = Integer.parseInt(response.substring(9, 12));
      int body = response.indexOf("\r\n\r\n") + 4;
      return send.answered(
          HttpResponse.of(
              status, fields(response.substring(0, body)), bytes(response.substring(body))),
          now());
    } catch (IOException | RuntimeException e) {
      connection = null;
      return send.unanswered(TransportFailure.unknown(TransportFailure.Kind.OTHER, e), now());
    }
  }

  private static String[] lines(List<HttpHeader> fields) {
    return fields.stream().map(field -> field.name() + ": " + field.value()).toArray(String[]::new);
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static List<HttpHeader> fields(String head) {
    List<HttpHeader> fields = new ArrayList<>();
    head.lines()
        .skip(1)
        .filter(line -> line.contains(": "))
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              fields.add(new HttpHeader(line.substring(0, colon), line.substring(colon + 2)));
            });
    return fields;
  }
}
