package dev.atlasrestore.verification.architecture;

import dev.atlasrestore.verification.SourceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced code block of a Markdown page.
 *
 * @param page the path of the page, relative to the project's folder
 * @param line the line number of the first line of the text
 * @param language the language that the fence names, or an empty string
 * @param text the text between the fences
 * @param notRunReason why no test runs the block, from the comment on the line above it: {@code
 *     <!-- not run: REASON -->}
 * @param source the file that the block is an excerpt of, relative to the project's folder, from
 *     the comment on the line above it: {@code <!-- from: FILE -->}
 */
record CodeBlock(
    String page,
    int line,
    String language,
    String text,
    Optional<String> notRunReason,
    Optional<String> source) {

  private static final String FENCE = "```";
  private static final Pattern NOT_RUN = Pattern.compile("<!-- not run: (.+) -->");
  private static final Pattern FROM = Pattern.compile("<!-- from: (.+) -->");

  /** Returns the blocks of every Markdown page of the project. */
  static List<CodeBlock> all(Path project) {
    List<CodeBlock> blocks = new ArrayList<>();
    for (Path page : SourceFiles.in(project, ".md")) {
      blocks.addAll(of(project, page));
    }
    return blocks;
  }

  private static List<CodeBlock> of(Path project, Path page) {
    List<CodeBlock> blocks = new ArrayList<>();
    List<String> lines = lines(page);
    for (int start = 0; start < lines.size(); start++) {
      if (lines.get(start).startsWith(FENCE)) {
        String lineAbove = start == 0 ? "" : lines.get(start - 1);
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
                argument(NOT_RUN, lineAbove),
                argument(FROM, lineAbove)));
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

  private static Optional<String> argument(Pattern comment, String line) {
    Matcher matcher = comment.matcher(line);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Returns the page and the line, in the form that compilers use. */
  @Override
  public String toString() {
    return page + ":" + line;
  }
}
