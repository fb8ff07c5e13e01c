package dev.atlasrestore.internal.read;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.TransportFailure;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The parts of exception messages. No part is longer than a few hundred characters. */
public final class Messages {

  private static final int MAX_QUOTE = 300;

  private Messages() {}

  /** Returns host and port of a base address. */
  public static String authority(URI base) {
    int defaultPort = base.getScheme().equals("https") ? 443 : 80;
    return base.getHost() + ":" + (base.getPort() < 0 ? defaultPort : base.getPort());
  }

  /** Formats a duration like {@code 1h 2m 3.004s}. */
  public static String describe(Duration duration) {
    return duration
        .toString()
        .substring(2)
        .toLowerCase(Locale.ROOT)
        .replaceAll("(?<=[hm])", " ")
        .strip();
  }

  /** Says what went wrong and, if the user can change it, what to check. */
  static String describe(TransportFailure.Kind kind) {
    return switch (kind) {
      case REFUSED -> "the connection was refused; check the host and the port";
      case UNKNOWN_HOST -> "the host name does not resolve";
      case TIMEOUT -> "the response did not arrive in the time allowed";
      case TLS ->
          "no secure connection could be made; check the certificate, its host name and the port";
      case CLOSED -> "the connection was closed before a response arrived";
      case TRUNCATED -> "the response was incomplete";
      case MALFORMED -> "the server did not send HTTP; check the port";
      case TOO_LARGE -> "the response is larger than allowed (AtlasConfig.withMaxBodyBytes)";
      case POOL_EXHAUSTED -> "no pooled connection became free in time; use a larger pool";
      case CLIENT_CLOSED -> "the client is closed";
      case OTHER -> "the transport failed; see the cause";
    };
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

  /** Describes the target of a redirect, without user info, query and fragment. */
  static String describeRedirect(Optional<String> location) {
    String target =
        location
            .map(address -> address.replaceFirst("(?s)[?#].*", ""))
            .map(address -> address.replaceFirst("//[^/]*@", "//"))
            .map(address -> " to " + sanitize(address))
            .orElse("");
    return ", a redirect" + target + ", which is not followed";
  }

  /** Cuts text of the service to one line of limited length, without control characters. */
  private static String sanitize(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(MAX_QUOTE)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return clean.toString().strip();
  }
}
