package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.Connection;
import dev.atlasrestore.testkit.internal.RequestHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends the response to a request for the link of an archive, possibly with a fault. One instance
 * serves any number of requests.
 */
final class ArchiveResponse implements ActionReply.Action {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
  private static final Pattern HOP = Pattern.compile("hop=(\\d{1,9})");

  private final FakeArchive archive;
  private long cut = Long.MAX_VALUE;
  private boolean stalls;
  private long offset;

  ArchiveResponse(FakeArchive archive) {
    this.archive = archive;
  }

  /** Closes the connection after this many bytes of the body. */
  ArchiveResponse cutAt(long bytes) {
    cut = bytes;
    return this;
  }

  /** Sends nothing more after this many bytes of the body. */
  ArchiveResponse stallAt(long bytes) {
    stalls = true;
    return cutAt(bytes);
  }

  /** Sends a wrong first position in {@code Content-Range}. */
  ArchiveResponse wrongOffset() {
    offset = 1;
    return this;
  }

  @Override
  public boolean send(Exchange exchange) throws IOException {
    FakeArchive.Settings settings = archive.settings();
    Optional<ResponseReply> refusal = refusal(exchange.request(), settings);
    if (refusal.isPresent()) {
      return refusal.get().send(exchange);
    }
    archive.recordBegun();
    Range range = range(exchange.request(), settings);
    if (range.from >= archive.size() && range.isPart) {
      return Reply.status(416).header("Content-Range", "bytes */" + archive.size()).send(exchange);
    }
    ResponseReply head = head(range, settings);
    exchange.recordStatus(head.status());
    boolean ends = range.to == archive.size() && range.to - range.from <= cut;
    if (ends && range.to == range.from) {
      archive.recordComplete();
    }
    exchange.connection().write(head.head(exchange));
    return exchange.request().method().equals("HEAD")
        || sendBody(exchange.connection(), range, settings, ends);
  }

  private Optional<ResponseReply> refusal(RequestHead request, FakeArchive.Settings settings) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Optional.of(Reply.status(405).header("Allow", "GET, HEAD"));
    }
    if (archive.needsHeader(request.path())
        && !request.values(archive.authHeader()).contains(archive.authValue())) {
      return Optional.of(Reply.status(403).body("the header field of this link is missing"));
    }
    Matcher asked = HOP.matcher(request.query());
    int hop = asked.matches() ? Integer.parseInt(asked.group(1)) : 0;
    if (hop < settings.redirects()) {
      return Optional.of(Reply.redirect(302, request.path() + "?hop=" + (hop + 1)));
    }
    return archive.isExpired() || archive.isUsedUp()
        ? Optional.of(Reply.status(410).body("this link has expired or was used too often"))
        : Optional.empty();
  }

  /**
   * A range of the file.
   *
   * @param from the first byte
   * @param to the position after the last byte
   * @param isPart whether the response is a 206
   */
  private record Range(long from, long to, boolean isPart) {}

  private Range range(RequestHead request, FakeArchive.Settings settings) {
    Optional<Matcher> asked =
        request.values("Range").stream().findFirst().map(RANGE::matcher).filter(Matcher::matches);
    if (!settings.ranges() || asked.isEmpty() || !isSameFile(request, settings)) {
      return new Range(0, archive.size(), false);
    }
    String last = asked.get().group(2);
    long to = last.isEmpty() ? archive.size() : Math.min(archive.size(), Long.parseLong(last) + 1);
    return new Range(Long.parseLong(asked.get().group(1)), to, true);
  }

  /** RFC 9110, section 13.1.5: a weak tag never matches. */
  private static boolean isSameFile(RequestHead request, FakeArchive.Settings settings) {
    return request.values("If-Range").stream()
        .allMatch(
            validator ->
                validator.startsWith("\"")
                    ? validator.equals(settings.etag())
                    : settings
                        .lastModified()
                        .map(ResponseReply::date)
                        .filter(validator::equals)
                        .isPresent());
  }

  private ResponseReply head(Range range, FakeArchive.Settings settings) {
    ResponseReply head =
        Reply.status(range.isPart ? 206 : 200).header("Content-Type", "application/gzip");
    long size = settings.declared().orElse(archive.size());
    if (range.isPart) {
      head =
          head.header(
              "Content-Range",
              "bytes " + (range.from + offset) + "-" + (range.to - 1) + "/" + size);
    }
    if (settings.ranges()) {
      head = head.header("Accept-Ranges", "bytes");
      head = settings.etag().isEmpty() ? head : head.header("ETag", settings.etag());
      if (settings.lastModified().isPresent()) {
        head = head.header("Last-Modified", ResponseReply.date(settings.lastModified().get()));
      }
    }
    long bytesAfter = archive.size() - range.to;
    return settings.chunked()
        ? head.chunked(1)
        : head.header("Content-Length", Long.toString(Math.max(0, size - range.from - bytesAfter)));
  }

  private boolean sendBody(
      Connection connection, Range range, FakeArchive.Settings settings, boolean ends)
      throws IOException {
    long end = cut < range.to - range.from ? range.from + cut : range.to;
    long groupEnd = range.from;
    for (long at = range.from; at < end; ) {
      if (at == groupEnd) {
        groupEnd = settings.dripBytes() > 0 ? Math.min(end, at + settings.dripBytes()) : end;
      }
      byte[] block = archive.content().block(at, groupEnd);
      at += block.length;
      if (ends && at == end) {
        // A client that has the last byte must find the download counted.
        archive.recordComplete();
      }
      connection.write(settings.chunked() ? chunk(block) : block);
      if (at == groupEnd && at < end && !connection.staysOpenFor(settings.dripInterval())) {
        return false;
      }
    }
    if (stalls) {
      connection.awaitClose();
    }
    if (end < range.to) {
      return false;
    }
    if (settings.chunked()) {
      connection.write("0\r\n\r\n");
    }
    return settings.declared().isEmpty() && !stalls;
  }

  private static byte[] chunk(byte[] block) {
    byte[] size = (Integer.toHexString(block.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] end = {'\r', '\n'};
    return ActionReply.concatenate(ActionReply.concatenate(size, block), end);
  }
}
