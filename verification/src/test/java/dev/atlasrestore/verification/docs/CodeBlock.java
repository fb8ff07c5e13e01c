package dev.atlasrestore.verification.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a Markdown page.
 *
 * @param page the page, as it is called from the project's folder
 * @param line where its text begins
 * @param language what its fence says, perhaps nothing
 * @param text what stands in it
 * @param excuse why it is not run, from a comment right above it: {@code <!-- not run: why -->}
 */
record CodeBlock(String page, int line, String language, String text, Optional<String> excuse) {

  private static final String FENCE = "```";
  private static final Pattern EXCUSE = Pattern.compile("<!-- not run: (.+) -->");

  /** The blocks of every page that a user or contributor reads. */
  static List<CodeBlock> all(Path project) {
    List<CodeBlock> blocks = new ArrayList<>();
    for (Path page : pages(project)) {
      blocks.addAll(of(project, page));
    }
    return blocks;
  }

  private static List<Path> pages(Path project) {
    try (Stream<Path> files = Files.find(project, 4, (file, facts) -> isPage(project, file))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPage(Path project, Path file) {
    String name = project.relativize(file).toString();
    return name.endsWith(".md") && !name.contains("target");
  }

  private static List<CodeBlock> of(Path project, Path page) {
    List<CodeBlock> blocks = new ArrayList<>();
    List<String> lines = lines(page);
    for (int start = 0; start < lines.size(); start++) {
      if (lines.get(start).startsWith(FENCE)) {
        int end = start + 1;
        while (!lines.get(end).equals(FENCE)) {
          end++;
        }
        blocks.add(
            new CodeBlock(
                project.relativize(page).toString().replace('\\', '/'),
                start + 2,
                lines.get(start).substring(FENCE.length()).strip(),
                String.join("\n", lines.subList(start + 1, end)) + "\n",
                excuse(start == 0 ? "" : lines.get(start - 1))));
        start = end;
      }
    }
    return blocks;
  }

  private static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> excuse(String above) {
    Matcher comment = EXCUSE.matcher(above);
    return comment.matches() ? Optional.of(comment.group(1)) : Optional.empty();
  }

  /** Where it stands, as compilers say it. */
  @Override
  public String toString() {
    return page + ":" + line;
  }
}
