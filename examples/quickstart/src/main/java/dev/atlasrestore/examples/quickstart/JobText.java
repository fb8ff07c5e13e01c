package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.Download;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** A restore job as text for people: states, times and hashes, but no secrets. */
final class JobText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final StringBuilder text = new StringBuilder();

  private JobText() {}

  static String of(RestoreJob job) {
    JobText lines = new JobText();
    lines.line("job", job.id());
    lines.line("status", job.status() + " (" + describe(job.outcome()) + ")");
    lines.line("download", describe(job.download(Instant.now())));
    lines.line("created", TIME.format(job.created()));
    lines.line("cluster", job.clusterName().or(job::clusterId).or(job::hostId));
    lines.line("batch", job.batchId());
    lines.line(
        "oplog until",
        job.timestamp().map(t -> TIME.format(t.date()) + ", increment " + t.increment()));
    job.delivery().ifPresent(lines::delivery);
    job.hashes().forEach(lines::hash);
    return lines.text.toString();
  }

  private static String describe(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String describe(Download download) {
    return describe(download.state())
        + download.until().map(until -> ", link valid until " + TIME.format(until)).orElse("");
  }

  private void delivery(Delivery delivery) {
    line("delivery", delivery.status().map(Object::toString));
    line("method", delivery.method().map(Object::toString));
    line("link", delivery.url().map(url -> "(hidden: it contains the download key)"));
  }

  private void hash(FileHash hash) {
    line(
        hash.typeName().orElse("hash"),
        hash.hash().map(h -> h + hash.fileName().map(f -> "  " + f).orElse("")));
  }

  private void line(String name, Optional<String> value) {
    value.ifPresent(v -> line(name, v));
  }

  private void line(String name, String value) {
    text.append(String.format("  %-12s %s%n", name, value));
  }
}
