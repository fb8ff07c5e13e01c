package dev.atlasrestore.benchmarks.endtoend.server;

/**
 * The parameters of one {@code Authorization: Digest} that matter here, empty where missing. Values
 * with escapes are not understood: nobody has a reason to send one.
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
  private int at;

  private Credentials(String text) {
    this.text = text;
  }

  static Credentials of(String text) {
    Credentials credentials = new Credentials(text);
    credentials.at = text.indexOf("Digest ") + "Digest".length();
    while (credentials.at < text.length()) {
      credentials.takeOne();
    }
    return credentials;
  }

  private void takeOne() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == ',')) {
      at++;
    }
    int equals = text.indexOf('=', at);
    if (equals < 0) {
      at = text.length();
      return;
    }
    String name = text.substring(at, equals);
    boolean quoted = equals + 1 < text.length() && text.charAt(equals + 1) == '"';
    int first = quoted ? equals + 2 : equals + 1;
    int end = text.indexOf(quoted ? '"' : ',', first);
    end = end < 0 ? text.length() : end;
    at = quoted ? end + 1 : end;
    keep(name, text.substring(first, end));
  }

  private void keep(String name, String value) {
    switch (name) {
      case "username" -> username = value;
      case "realm" -> realm = value;
      case "nonce" -> nonce = value;
      case "uri" -> uri = value;
      case "nc" -> count = value;
      case "cnonce" -> cnonce = value;
      case "response" -> response = value;
      default -> {} // algorithm and qop are what was asked for, or the response is wrong
    }
  }
}
