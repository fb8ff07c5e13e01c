package dev.atlasrestore.verification.release;

import dev.atlasrestore.benchmarks.report.PageSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two pictures of the README, as SVG. The modules and their dependencies come from the POMs,
 * the figures from the tables of {@code docs/performance.md}.
 *
 * <p>{@code .ci/pictures} writes them. {@code PicturesTest} compares them in each build.
 */
final class Pictures {

  private static final int WIDTH = 760;
  private static final String PREFIX = "atlas-restore-";

  /** The modules from top to bottom. Each row depends on rows below it only. */
  private static final List<List<String>> ROWS =
      List.of(
          List.of("spring-boot-starter"),
          List.of("transport-jersey", "transport-reactor", "transport-vertx"),
          List.of("codec-jsonb", "testkit"),
          List.of("core"));

  private static final Map<String, String> TEXTS =
      Map.of(
          "spring-boot-starter", "properties, metrics, health",
          "transport-jersey", "blocks; returns the job",
          "transport-reactor", "Mono and Flux",
          "transport-vertx", "Future",
          "codec-jsonb", "reads JSON (JSON-B)",
          "testkit", "fake Atlas, contract tests",
          "core", "domain, configuration, HTTP Digest, retries, waits; no I/O, no dependencies");

  private static final PageSection FIGURES = new PageSection("end to end");
  private static final Pattern RATIO =
      Pattern.compile(
          "(?m)^\\| \\*\\*(transport-\\w+)\\*\\* \\| ([^|,]+?) \\| ([0-9.]+)[^|]*\\| [^|]*\\|"
              + " [^|]*\\|[^|]*\\|$");
  private static final Pattern COST =
      Pattern.compile("(?m)^\\| \\**([^|*]+?)\\** \\| ([0-9.]+)[^|]*\\| [0-9,]+[^|]*\\|.*$");

  private final Path project;

  Pictures(Path project) {
    this.project = project;
  }

  /** Writes both pictures. Runs in the folder of the project. */
  public static void main(String[] args) throws IOException {
    Pictures pictures = new Pictures(Path.of(""));
    Files.createDirectories(pictures.modulesFile().getParent());
    Files.writeString(pictures.modulesFile(), pictures.modules());
    Files.writeString(pictures.performanceFile(), pictures.performance());
  }

  Path modulesFile() {
    return project.resolve("docs/pictures/modules.svg");
  }

  Path performanceFile() {
    return project.resolve("docs/pictures/performance.svg");
  }

  /** Draws each module as a box, with arrows to the modules that it depends on. */
  String modules() {
    int boxHeight = 56;
    int rowHeight = 100;
    Map<String, int[]> boxes = new LinkedHashMap<>();
    for (int row = 0; row < ROWS.size(); row++) {
      List<String> modules = ROWS.get(row);
      int width = (WIDTH - 20 * (modules.size() + 1)) / modules.size();
      for (int column = 0; column < modules.size(); column++) {
        boxes.put(
            modules.get(column),
            new int[] {20 + column * (width + 20), 20 + row * rowHeight, width});
      }
    }
    StringBuilder body = new StringBuilder();
    boxes.forEach(
        (module, from) -> {
          for (String used : usedModules(module)) {
            int[] to = boxes.get(used);
            if (to != null && isDrawn(module, used)) {
              arrow(body, from, to, boxHeight);
            }
          }
        });
    boxes.forEach((module, box) -> box(body, module, box, boxHeight));
    return svg(20 + ROWS.size() * rowHeight - rowHeight + boxHeight + 20, body);
  }

  /** An arrow to core is left out if the module also uses another one, which leads there too. */
  private boolean isDrawn(String module, String used) {
    long drawn = usedModules(module).stream().filter(TEXTS::containsKey).count();
    return !used.equals("core") || drawn == 1;
  }

  private List<String> usedModules(String module) {
    return Pom.read(project.resolve(module).resolve("pom.xml"))
        .all("dependencies", "dependency")
        .stream()
        .filter(used -> !used.text("scope").equals(Optional.of("test")))
        .map(used -> used.text("artifactId").orElse(""))
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .toList();
  }

  private static void arrow(StringBuilder body, int[] from, int[] to, int height) {
    int x1 = from[0] + from[2] / 2;
    int x2 = Math.max(to[0] + 20, Math.min(to[0] + to[2] - 20, x1));
    body.append(
        "<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#59636e' marker-end='url(#tip)'/>\n"
            .formatted(x1, from[1] + height, x2, to[1] - 3));
  }

  private static void box(StringBuilder body, String module, int[] box, int height) {
    body.append(
        "<rect x='%d' y='%d' width='%d' height='%d' rx='6' fill='#ddf4ff' stroke='#0969da'/>\n"
            .formatted(box[0], box[1], box[2], height));
    text(body, box[0] + box[2] / 2, box[1] + 24, "middle", "bold", module);
    text(body, box[0] + box[2] / 2, box[1] + 43, "middle", "normal", TEXTS.get(module));
  }

  /** Draws the CPU time per read of each transport and of the clients that it was compared with. */
  String performance() throws IOException {
    String figures = FIGURES.in(Files.readString(project.resolve("docs/performance.md")));
    Map<String, String> requests = new LinkedHashMap<>();
    Matcher cost = COST.matcher(under("### Absolute figures", figures));
    while (cost.find()) {
      requests.put(cost.group(1), cost.group(2));
    }
    List<String[]> bars = new ArrayList<>();
    Matcher ratio = RATIO.matcher(under("### Ratios: other clients", figures));
    String last = "";
    while (ratio.find()) {
      if (!ratio.group(1).equals(last)) {
        last = ratio.group(1);
        bars.add(new String[] {last, "1.00"});
      }
      double peer = 1 / Double.parseDouble(ratio.group(3));
      bars.add(new String[] {ratio.group(2), String.format(Locale.ROOT, "%.2f", peer)});
    }
    StringBuilder body = new StringBuilder();
    text(body, 20, 28, "start", "bold", "CPU time per read, relative to each transport");
    int y = 44;
    double largest = bars.stream().mapToDouble(bar -> Double.parseDouble(bar[1])).max().orElse(1);
    for (String[] bar : bars) {
      boolean own = bar[0].startsWith("transport-");
      y += own ? 12 : 0;
      int length = (int) Math.round(380 * Double.parseDouble(bar[1]) / largest);
      text(body, 220, y + 15, "end", own ? "bold" : "normal", bar[0]);
      body.append(
          "<rect x='230' y='%d' width='%d' height='18' fill='%s'/>\n"
              .formatted(y + 1, length, own ? "#0969da" : "#afb8c1"));
      String number = requests.get(bar[0]);
      String suffix = number == null ? "" : ", " + number + " requests per read";
      text(body, 236 + length, y + 15, "start", "normal", bar[1] + suffix);
      y += 24;
    }
    text(body, 20, y + 20, "start", "normal", "Less is better. Source: docs/performance.md");
    return svg(y + 36, body);
  }

  /** Returns the text from this heading to the next one. */
  private static String under(String heading, String text) {
    int begin = text.indexOf(heading);
    if (begin < 0) {
      throw new IllegalStateException("docs/performance.md lacks the heading " + heading);
    }
    int end = text.indexOf("\n### ", begin);
    return end < 0 ? text.substring(begin) : text.substring(begin, end);
  }

  private static void text(
      StringBuilder body, int x, int y, String anchor, String weight, String text) {
    body.append(
        "<text x='%d' y='%d' text-anchor='%s' font-weight='%s'>%s</text>\n"
            .formatted(x, y, anchor, weight, text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private static String svg(int height, StringBuilder body) {
    return """
    <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='13' fill='#1f2328'>
    <defs><marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='8' markerHeight='8' orient='auto'><path d='M0 0 8 4 0 8z' fill='#59636e'/></marker></defs>
    <rect width='100%%' height='100%%' fill='white'/>
    %s</svg>
    """
        .formatted(WIDTH, height, body);
  }
}
