package dev.atlasrestore.internal.read;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.TransportLimits;
import dev.atlasrestore.internal.text.Printable;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** The parts of exception messages. No part is longer than a few hundred characters. */
public final class Messages {

  private static final int MAX_QUOTE = 300;
  private static final int NOT_MODIFIED = 304;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private Messages() {}

  /** Returns host and port of a base address. */
  public static String authority(URI base) {
    int defaultPort = base.getScheme().equals("https") ? 443 : 80;
    return base.getHost() + ":" + (base.getPort() < 0 ? defaultPort : base.getPort());
  }

  /**
   * Formats a duration for people, rounded to two units: {@code 24 h}, {@code 1 h 2 min}, {@code 2
   * min 5 s}, {@code 5.1 s}, {@code 40 ms}.
   */
  public static String describe(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    long tenths = Math.round(millis / 100.0);
    if (tenths < 600) {
      return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
    long seconds = Math.round(millis / 1000.0);
    if (seconds < 3600) {
      return units(seconds / 60, "min", seconds % 60, "s");
    }
    long minutes = Math.round(seconds / 60.0);
    return units(minutes / 60, "h", minutes % 60, "min");
  }

  private static String units(long large, String largeUnit, long small, String smallUnit) {
    String text = large + " " + largeUnit;
    return small == 0 ? text : text + " " + small + " " + smallUnit;
  }

  /**
   * Says which timeout ended an exchange.
   *
   * @param atDeadline whether the time of the whole call, or of the whole wait, had run out
   */
  static String describeTimeout(Fate fate, Timeouts timeouts, boolean atDeadline) {
    if (atDeadline) {
      return "no complete response arrived in the time that was left for the call";
    }
    if (fate == Fate.NOT_SENT) {
      return "no connection was made in time (the connect timeout is "
          + describe(timeouts.connect())
          + ", the response timeout "
          + describe(timeouts.response())
          + "); check the host, the port, the firewall and the proxy";
    }
    return "no complete response arrived within the response timeout of "
        + describe(timeouts.response())
        + " (Timeouts.withResponse)";
  }

  /** Says what went wrong and, if the user can change it, what to check. */
  public static String describe(TransportFailure failure) {
    return switch (failure.kind()) {
      case REFUSED -> "the connection was refused; check the host and the port";
      case UNKNOWN_HOST -> "the host name does not resolve";
      case TIMEOUT -> "the response did not arrive in the time allowed";
      case TLS ->
          "no secure connection could be made; check the certificate, its host name and the port";
      case PROXY -> describeRefusalByProxy(failure.proxyStatus());
      case CLOSED ->
          failure.fate() == Fate.NOT_SENT
              ? "the connection was closed before the request was sent, by the server or by a proxy"
              : "the connection was closed before a response arrived";
      case TRUNCATED -> "the response was incomplete";
      case MALFORMED -> "the server, or a proxy before it, did not send HTTP; check the port";
      case TOO_LARGE ->
          "the body of the response is larger than allowed (AtlasConfig.withMaxBodyBytes)";
      case HEAD_TOO_LARGE ->
          "the header section of the response is larger than the HTTP client allows ("
              + TransportLimits.MAX_HEAD_BYTES / 1024
              + " KiB, or the limit of a supplied client); check whether a proxy adds header fields";
      case POOL_EXHAUSTED -> "no pooled connection became free in time; use a larger pool";
      case CLIENT_CLOSED -> "the client is closed";
      case OTHER -> "the transport failed; see the cause";
    };
  }

  /** Names the proxy, because the response to {@code CONNECT} does not come from the server. */
  private static String describeRefusalByProxy(OptionalInt status) {
    if (status.isEmpty()) {
      return "the proxy refused the tunnel to the server; check the proxy of the HTTP client that you"
          + " supply, and its credentials";
    }
    int code = status.getAsInt();
    String advice =
        switch (code) {
          case PROXY_AUTHENTICATION_REQUIRED ->
              "check the proxy's credentials on the HTTP client that you supply";
          case FORBIDDEN -> "ask the operator of the proxy to allow this host and port";
          default ->
              code >= 500
                  ? "check whether the proxy can reach this host and port"
                  : "check the proxy of the HTTP client that you supply";
        };
    return "the proxy refused the tunnel to the server with status " + code + "; " + advice;
  }

  /** Returns the service's error code, its text, and advice. Starts with a space, or is empty. */
  static String describe(ApiError error) {
    StringBuilder text = new StringBuilder();
    error.errorCode().ifPresent(code -> text.append(" (").append(sanitize(code)).append(')'));
    error
        .detail()
        .filter(detail -> !detail.isBlank())
        .ifPresent(detail -> text.append(": ").append(sanitize(detail)));
    error
        .errorCode()
        .flatMap(Messages::advice)
        .ifPresent(advice -> text.append(" — ").append(advice));
    return text.toString();
  }

  private static Optional<String> advice(String errorCode) {
    return Optional.ofNullable(
        switch (errorCode) {
          case "ATLAS_GROUP" ->
              "this group belongs to Atlas: use AtlasConfig.atlas(…), with the cluster's name";
          case "NOT_ATLAS_GROUP" ->
              "this group does not belong to Atlas: use AtlasConfig.cloudManager(…) or opsManager(…), with the cluster's id";
          case "IP_ADDRESS_NOT_ON_ACCESS_LIST", "IP_ADDRESS_NOT_ON_WHITELIST" ->
              "add this machine's address to the API key's access list";
          case "ORG_REQUIRES_ACCESS_LIST",
              "ORG_REQUIRES_WHITELIST",
              "RESOURCE_REQUIRES_ACCESS_LIST",
              "RESOURCE_REQUIRES_WHITELIST" ->
              "the API key needs an access list with this machine's address";
          case "USER_UNAUTHORIZED",
              "NOT_IN_GROUP",
              "USER_CANNOT_ACCESS_GROUP",
              "ACCESS_FORBIDDEN" ->
              "give the API key a role in this group that may read backups";
          case "ACCOUNT_SUSPENDED" -> "the account has an unpaid invoice";
          default -> null;
        });
  }

  /** Says what to check after a 404. Starts with a dash, or is empty. */
  static String adviceForNotFound(URI base, ApiError error) {
    String path = Objects.requireNonNullElse(base.getPath(), "");
    if (error.equals(ApiError.NONE)) {
      return path.contains("/api/")
          ? ""
          : " — check the path of the base URI, which has no API path such as /api/public/v1.0";
    }
    boolean hasAdvice = error.errorCode().flatMap(Messages::advice).isPresent();
    return path.contains("/api/atlas/") && !hasAdvice
        ? " — check the cluster's name and the job's id; this API has no restore jobs of clusters"
            + " with Cloud Backup"
        : "";
  }

  /** Names a content coding that the library did not request; empty if there is none. */
  static Optional<String> describeCoding(HttpResponse response) {
    return response
        .header("Content-Encoding")
        .map(Messages::sanitize)
        .filter(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase("identity"))
        .map(coding -> "its body has the content coding " + coding + ", which was not requested");
  }

  /**
   * Describes the target of a redirect, without user info, query and fragment. Returns an empty
   * text for other responses; 304 is no redirect.
   */
  static String describeRedirect(HttpResponse response) {
    int status = response.status();
    if (status / 100 != 3 || status == NOT_MODIFIED) {
      return "";
    }
    String target =
        response.header("Location").map(address -> " to " + withoutSecrets(address)).orElse("");
    return ", a redirect" + target + ", which is not followed";
  }

  /**
   * Removes the user info, the query and the fragment of a URI. A malformed user info may contain a
   * slash. If a {@code @} remains, everything before it is replaced.
   */
  private static String withoutSecrets(String uri) {
    return sanitize(
        uri.replaceFirst("(?s)[?#].*", "")
            .replaceFirst("//[^/]*@", "//")
            .replaceFirst("(?s)^([^/]*//)?.*@", "$1…@"));
  }

  /**
   * Cuts text of the service to one line of limited length. Replaces characters that have no
   * visible form, and characters that change how the text after them is shown.
   */
  private static String sanitize(String text) {
    return Printable.of(text, MAX_QUOTE, ' ').strip();
  }
}
