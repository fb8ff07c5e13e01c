package dev.atlasrestore.benchmarks.endtoend.server;

/**
 * The parameters of one {@code Authorization: Digest} field. A missing parameter is an empty
 * string. Escaped characters in values are not supported, because no contestant sends any.
 */
final class Credentials {

  String username = "";
  String realm = "";
  String nonce = "";
  String uri = "";
  String count = "";
  String cnonce = "";
  String response = "";

  private final String text;
  private int position;

  private Credentials(String text) {
    this.text = text;
  }

  static Credentials of(String text) {
    Credentials credentials = new Credentials(text);
    credentials.position = text.indexOf("Digest ") + "Digest".length();
    while (credentials.position < text.length()) {
      credentials.parseParameter();
    }
    return credentials;
  }

  private void parseParameter() {
    while (position < text.length()
        && (text.charAt(position) == ' ' || text.charAt(position) == ',')) {
      position++;
    }
    int equals = text.indexOf('=', position);
    if (equals < 0) {
      position = text.length();
      return;
    }
    String name = text.substring(position, equals);
    boolean quoted = equals + 1 < text.length() && text.charAt(equals + 1) == '"';
    int first = quoted ? equals + 2 : equals + 1;
    int end = text.indexOf(quoted ? '"' : ',', first);
    end = end < 0 ? text.length() : end;
    position = quoted ? end + 1 : end;
    store(name, text.substring(first, end));
  }

  private void store(String name, String value) {
    switch (name) {
      case "username" -> username = value;
      case "realm" -> realm = value;
      case "nonce" -> nonce = value;
      case "uri" -> uri = value;
      case "nc" -> count = value;
      case "cnonce" -> cnonce = value;
      case "response" -> response = value;
      default -> {} // With another algorithm or qop the response would be wrong.
    }
  }
}
