package dev.atlasrestore.benchmarks.report;

/**
 * A part of a Markdown page that a program writes. It stands between two comments: {@code <!--
 * NAME: begin -->} and {@code <!-- NAME: end -->}. The page must have both.
 *
 * @param name the name in both comments
 */
public record PageSection(String name) {

  /** Returns the text between the comments of a page. */
  public String in(String page) {
    return page.substring(start(page), end(page));
  }

  /**
   * Returns the page with another text between the comments.
   *
   * @param text ends with a line break
   */
  public String replacedIn(String page, String text) {
    return page.substring(0, start(page)) + text + page.substring(end(page));
  }

  private int start(String page) {
    String comment = "<!-- " + name + ": begin -->\n";
    return indexOf(comment, page) + comment.length();
  }

  private int end(String page) {
    return indexOf("<!-- " + name + ": end -->", page);
  }

  private static int indexOf(String comment, String page) {
    int index = page.indexOf(comment);
    if (index < 0) {
      throw new IllegalArgumentException("The page has no comment " + comment.strip());
    }
    return index;
  }
}
