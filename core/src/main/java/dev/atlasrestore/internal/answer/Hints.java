package dev.atlasrestore.internal.answer;

import dev.atlasrestore.ApiError;
import java.util.Optional;

/**
 * What a reader of an error message should do about it, as far as the service's error code tells.
 */
final class Hints {

  private Hints() {}

  /** The service's code and words, and advice; begins with a blank, or is empty. */
  static String about(ApiError error) {
    StringBuilder text = new StringBuilder();
    error
        .errorCode()
        .ifPresent(code -> text.append(" (").append(Words.printable(code)).append(')'));
    error
        .detail()
        .filter(detail -> !detail.isBlank())
        .ifPresent(detail -> text.append(": ").append(Words.printable(detail)));
    error.errorCode().flatMap(Hints::advice).ifPresent(advice -> text.append(" — ").append(advice));
    return text.toString();
  }

  private static Optional<String> advice(String code) {
    return Optional.ofNullable(
        switch (code) {
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
}
