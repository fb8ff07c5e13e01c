package dev.atlasrestore.benchmarks.endtoend.download;

import dev.atlasrestore.benchmarks.endtoend.Quartiles;
import dev.atlasrestore.benchmarks.report.MarkdownReport;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares the throughput of downloads. Each transport and its HTTP stack take turns; both write
 * the file, compute its SHA-1 and force it to the disk. Then it measures reads of the job beside
 * ten downloads. Writes a table.
 *
 * <p>Run it with a small heap: a file that is larger than the heap shows that a download does not
 * keep the file in memory.
 */
public final class DownloadBenchmark {

  private static final int DOWNLOADS_AT_ONCE = 10;
  private static final int READS = 400;
  private static final int WARM_UPS = 2;

  private final long bytes;
  private final int rounds;
  private final int port;
  private final Path folder;

  private DownloadBenchmark(long bytes, int rounds, int port, Path folder) {
    this.bytes = bytes;
    this.rounds = rounds;
    this.port = port;
    this.folder = folder;
  }

  /**
   * Runs the benchmark.
   *
   * @param arguments the size of the file in MiB, and the number of pairs for each transport
   */
  public static void main(String[] arguments) throws Exception {
    long bytes = Long.parseLong(arguments[0]) << 20;
    Path folder = Files.createTempDirectory("downloads");
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                FileServer.class.getName(),
                Long.toString(bytes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
      int port = Integer.parseInt(out.readLine());
      new DownloadBenchmark(bytes, Integer.parseInt(arguments[1]), port, folder).run();
    } finally {
      server.destroy();
      Files.deleteIfExists(folder);
    }
    System.exit(0); // Does not wait for threads of the clients.
  }

  private void run() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (Downloaders each : Downloaders.values()) {
      try (Downloader transport = each.openTransport(port);
          Downloader stack = each.openStack(port)) {
        rows.add(compare(each.title(), transport, stack));
      }
    }
    MarkdownReport report = new MarkdownReport();
    report.paragraph(MarkdownReport.environment());
    report.table(
        List.of(
            (bytes >> 20) + " MiB",
            "throughput, transport / stack alone",
            "MB/s",
            "heap growth",
            "p99 of a get alone",
            "beside " + DOWNLOADS_AT_ONCE + " downloads"),
        rows);
    report.publish("downloads");
  }

  private List<String> compare(String title, Downloader transport, Downloader stack)
      throws Exception {
    for (int i = 0; i < WARM_UPS; i++) {
      seconds(stack, "warm-up");
      seconds(transport, "warm-up");
    }
    List<Double> ratios = new ArrayList<>();
    double fastest = Double.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      double ofStack = seconds(stack, "stack");
      double ofTransport = seconds(transport, "transport");
      ratios.add(ofStack / ofTransport);
      fastest = Math.min(fastest, ofTransport);
    }
    double heapGrowth = heapGrowth(transport) / (double) (1 << 20);
    double alone = p99Millis(transport);
    return List.of(
        title,
        Quartiles.of(ratios.stream().mapToDouble(Double::doubleValue)).format("%.2f"),
        String.format(Locale.ROOT, "%.0f", bytes / 1e6 / fastest),
        String.format(Locale.ROOT, "%.1f MiB", heapGrowth),
        String.format(Locale.ROOT, "%.1f ms", alone),
        String.format(Locale.ROOT, "%.1f ms", besideDownloads(transport)));
  }

  private double seconds(Downloader downloader, String name) throws Exception {
    Path target = folder.resolve(name);
    long start = System.nanoTime();
    String sha1 = downloader.download(target);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (Files.size(target) != bytes || sha1.length() != 40) {
      throw new IllegalStateException("The file is not complete.");
    }
    Downloader.delete(target);
    return seconds;
  }

  /** Returns by how many bytes the reachable objects grow during a download. */
  private long heapGrowth(Downloader transport) throws Exception {
    Path target = folder.resolve("heap");
    long before = reachableBytes();
    long most = before;
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<String> download = thread.submit(() -> transport.download(target));
      while (!download.isDone()) {
        most = Math.max(most, reachableBytes());
      }
      download.get();
    } finally {
      thread.shutdownNow();
      Downloader.delete(target);
    }
    return most - before;
  }

  private static long reachableBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double p99Millis(Downloader transport) {
    double[] millis = new double[READS];
    for (int i = 0; i < READS; i++) {
      long start = System.nanoTime();
      transport.readJob();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[READS * 99 / 100];
  }

  private double besideDownloads(Downloader transport) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(DOWNLOADS_AT_ONCE);
    try {
      List<Future<String>> downloads = new ArrayList<>();
      for (int i = 0; i < DOWNLOADS_AT_ONCE; i++) {
        Path target = folder.resolve("beside-" + i);
        downloads.add(pool.submit(() -> transport.download(target)));
      }
      double p99 = p99Millis(transport);
      for (Future<String> each : downloads) {
        each.get();
      }
      return p99;
    } finally {
      pool.shutdownNow();
      for (int i = 0; i < DOWNLOADS_AT_ONCE; i++) {
        Downloader.delete(folder.resolve("beside-" + i));
      }
    }
  }
}
