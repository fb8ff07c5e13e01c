package dev.atlasrestore;

import dev.atlasrestore.internal.text.Hosts;
import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks and normalizes base URIs.
 *
 * <p>For an authority that is not a valid {@code host:port}, {@link URI#getHost()} and {@link
 * URI#getRawUserInfo()} are both null. The checks therefore look at the authority itself, to find
 * user info and the reason. Messages show no part of the URI that may contain a secret.
 *
 * <p>A host with an underscore, such as the name of a container, is such an authority. It is
 * rejected, because not every transport can connect to it: Jersey's connector for Apache's client
 * takes the host from {@link URI#getHost()}.
 */
final class BaseUri {

  private static final Pattern AUTHORITY = Pattern.compile("(?<host>[^:]*)(?::(?<port>[^:]*))?");
  private static final Pattern PORT = Pattern.compile("\\d{0,5}");
  private static final int MAX_PORT = 65_535;
  private static final int FIRST_NON_ASCII = 128;

  private BaseUri() {}

  /** Returns the URI in ASCII, without a slash at its end. */
  static URI normalized(URI base) {
    Objects.requireNonNull(base, "base");
    String scheme = Objects.requireNonNullElse(base.getScheme(), "").toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("The base URI must begin with https:// or http://");
    }
    checkAuthority(base);
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new IllegalArgumentException("The base URI must not have a query or a fragment");
    }
    String path = base.getRawPath().replaceFirst("/+$", "");
    // Digest signs the path as it is sent, so it has to be in ASCII from the beginning.
    return URI.create(URI.create(scheme + "://" + base.getRawAuthority() + path).toASCIIString());
  }

  private static void checkAuthority(URI base) {
    String authority = Objects.requireNonNullElse(base.getRawAuthority(), "");
    if (authority.contains("@")) {
      throw new IllegalArgumentException(
          "The base URI must not have user info: pass the key as an ApiKey");
    }
    if (base.getHost() == null) {
      throw new IllegalArgumentException(hostProblem(authority));
    }
    if (Hosts.hasZone(base.getHost())) {
      throw new IllegalArgumentException(
          "The base URI has an IPv6 address with a zone, which begins with '%': use an address"
              + " without a zone, or a host name");
    }
    if (base.getPort() == 0 || base.getPort() > MAX_PORT) {
      throw new IllegalArgumentException(portProblem());
    }
  }

  private static String hostProblem(String authority) {
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      return "The base URI has a host with more than one ':': put an IPv6 address in brackets";
    }
    String host = parts.group("host");
    if (host.isEmpty()) {
      return "The base URI must have a host";
    }
    Optional<String> illegal =
        host.codePoints()
            .filter(c -> c < FIRST_NON_ASCII && !isHostNameCharacter(c))
            .mapToObj(Character::toString)
            .findFirst();
    if (illegal.isPresent()) {
      return "The base URI has a host that contains '"
          + illegal.get()
          + "': a host name consists of letters, digits, '-' and '.' only (RFC 1123);"
          + " use another name of this host, or its IP address";
    }
    if (host.codePoints().anyMatch(c -> c >= FIRST_NON_ASCII)) {
      return "The base URI has a host that is not ASCII: " + asciiAdvice(host);
    }
    String port = Objects.requireNonNullElse(parts.group("port"), "");
    return PORT.matcher(port).matches()
        ? "The base URI has a malformed host: a letter or digit must stand at the beginning and"
            + " the end of each part of a host name, and a letter at the beginning of its last part"
        : portProblem();
  }

  private static boolean isHostNameCharacter(int c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '.';
  }

  private static String asciiAdvice(String host) {
    try {
      return "write it as " + IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      return "write it in the form that begins with xn--";
    }
  }

  private static String portProblem() {
    return "The base URI has an invalid port: it must be a number from 1 to " + MAX_PORT;
  }
}
