package dev.atlasrestore.testkit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The query of a request, as the service reads it. */
final class Query {

  private static final Set<String> NAMES =
      Set.of("pretty", "envelope", "pageNum", "itemsPerPage", "batchId");

  private static final int DEFAULT_ITEMS_PER_PAGE = 100;
  private static final int MAX_ITEMS_PER_PAGE = 500;

  private final Map<String, String> parameters = new HashMap<>();
  private boolean valid = true;

  Query(String query) {
    if (!query.isEmpty()) {
      Arrays.stream(query.split("&", -1)).forEach(this::add);
    }
    valid &= isFlag("pretty") && isFlag("envelope");
    valid &= isNumber("pageNum", Integer.MAX_VALUE) && isNumber("itemsPerPage", MAX_ITEMS_PER_PAGE);
  }

  private void add(String parameter) {
    String[] parts = parameter.split("=", 2);
    valid &= parts.length == 2 && NAMES.contains(parts[0]);
    if (parts.length == 2) {
      valid &= parameters.put(parts[0], parts[1]) == null;
    }
  }

  private boolean isFlag(String name) {
    return Set.of("true", "false").contains(parameters.getOrDefault(name, "true"));
  }

  private boolean isNumber(String name, int max) {
    String number = parameters.getOrDefault(name, "1");
    return number.matches("[1-9][0-9]{0,8}") && Integer.parseInt(number) <= max;
  }

  /** Returns whether the service knows every parameter, once, with a value that it accepts. */
  boolean isValid() {
    return valid;
  }

  /** Returns whether a parameter of a list is present. */
  boolean isOfList() {
    return parameters.containsKey("pageNum")
        || parameters.containsKey("itemsPerPage")
        || parameters.containsKey("batchId");
  }

  boolean pretty() {
    return "true".equals(parameters.get("pretty"));
  }

  boolean envelope() {
    return "true".equals(parameters.get("envelope"));
  }

  /** Returns the number of the page, from 1. */
  int pageNum() {
    return Integer.parseInt(parameters.getOrDefault("pageNum", "1"));
  }

  int itemsPerPage() {
    String number = parameters.get("itemsPerPage");
    return number == null ? DEFAULT_ITEMS_PER_PAGE : Integer.parseInt(number);
  }

  /** Returns the batch that the list is limited to. */
  Optional<String> batchId() {
    return Optional.ofNullable(parameters.get("batchId"));
  }
}
