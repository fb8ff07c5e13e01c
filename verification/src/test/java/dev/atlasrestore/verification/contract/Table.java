package dev.atlasrestore.verification.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A matrix as it is written, its notes put in place of their numbers. */
final class Table {

  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  private Table() {}

  static Table read(String text) {
    Map<String, String> notes = new LinkedHashMap<>();
    text.lines()
        .filter(line -> line.startsWith("* "))
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              notes.put("– " + line.substring(2, colon), line.substring(colon + 2));
            });
    Table table = new Table();
    text.lines()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .forEach(
            line -> {
              List<String> cells = new ArrayList<>();
              Arrays.stream(line.split("\\|", -1)).map(String::strip).forEach(cells::add);
              List<String> behind = cells.subList(2, cells.size() - 1);
              behind.replaceAll(cell -> notes.getOrDefault(cell, cell));
              table.rows.put(cells.get(1), List.copyOf(behind));
            });
    return table;
  }

  List<String> labels() {
    return List.copyOf(rows.keySet());
  }

  List<String> row(String label) {
    return rows.getOrDefault(label, List.of());
  }
}
