package dev.atlasrestore.testkit;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.internal.JobJson;
import dev.atlasrestore.testkit.internal.PercentEncoding;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The archive of a restore job in a {@link FakeAtlas}: a finished job whose download link works.
 * {@link FakeAtlas#archive(RestoreJobRef, byte[])} creates it.
 *
 * <pre>{@code
 * FakeArchive archive = atlas.archive(ref, bytes).ranges().cutAt(1000);
 * ... download it with atlas.config() ...
 * archive.requests();   // the requests to the link: the second one has a Range field
 * }</pre>
 *
 * <p>By default the link serves the whole file any number of times, with its length and without
 * ranges. The job shows the SHA-1 after the first complete download, as the service does.
 *
 * <p>The job shows two links: {@code url}, which has a key in its path, and {@code urlV2}, which
 * needs the header field {@code authHeader}: {@code authValue}. A request without the right key or
 * field gets a 404 or 403. No link needs an API key.
 *
 * <p>Every method that sets something returns this archive. Most settings apply to all later
 * requests. {@link #script}, {@link #cutAt}, {@link #stallAt}, {@link #wrongOffset} and {@link
 * #changed} apply to one request each, in the order in which they are called. Safe for use by many
 * threads.
 */
public final class FakeArchive {

  private static final String AUTH_HEADER = "mongodb-backup-token";
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Duration LIFETIME = Duration.ofHours(24);

  private final RestoreJobRef ref;
  private final ArchiveContent content;
  private final InstantSource clock;
  private final int number = NUMBERS.incrementAndGet();
  private final StoredJob stored = new Stored();

  private final Deque<Reply> scripts = new ArrayDeque<>();
  private Optional<Reply> always = Optional.empty();
  private FakeAtlas host;
  private String fileName = "shard-0.tar.gz";
  private boolean hasUrl = true;
  private boolean hasUrlV2 = true;
  private Instant expires;

  private long maxDownloads = Integer.MAX_VALUE;
  private boolean countsEveryRequest;
  private long counted;

  private String hashName = "SHA1";
  private String hashAlgorithm = "SHA-1";
  private boolean hashOffered = true;
  private boolean hashWrong;
  private int readsBeforeHash;
  private int readsSinceDownload;
  private boolean downloaded;

  private boolean ranges;
  private boolean chunked;
  private OptionalLong declared = OptionalLong.empty();
  private String etag;
  private Optional<Instant> lastModified = Optional.empty();
  private int dripBytes;
  private Duration dripInterval = Duration.ZERO;
  private int redirects;

  FakeArchive(FakeAtlas host, RestoreJobRef ref, ArchiveContent content, InstantSource clock) {
    this.host = host;
    this.ref = ref;
    this.content = content;
    this.clock = clock;
    this.expires = Instant.ofEpochSecond(clock.instant().plus(LIFETIME).getEpochSecond());
    this.etag = "\"archive-" + number + "\"";
  }

  // What the job shows

  /** The job shows only {@code url}, whose path has a key, as older servers do. */
  public synchronized FakeArchive onlyUrl() {
    hasUrl = true;
    hasUrlV2 = false;
    return this;
  }

  /** The job shows only {@code urlV2}, {@code authHeader} and {@code authValue}. */
  public synchronized FakeArchive onlyUrlV2() {
    hasUrl = false;
    hasUrlV2 = true;
    return this;
  }

  /**
   * Sets the name of the file: the last segment of the links, and the {@code fileName} of the hash.
   * By default {@code shard-0.tar.gz}.
   *
   * @param name any text; the links have it percent-encoded
   */
  public synchronized FakeArchive fileName(String name) {
    fileName = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Serves the links from another fake, because the links of the service also have another host
   * than its API. Only the other fake receives the requests for the links, so a test can check that
   * no credentials of this fake reach it.
   */
  public FakeArchive hostedBy(FakeAtlas other) {
    other.serve(this);
    synchronized (this) {
      host = other;
    }
    return this;
  }

  /**
   * Sets the time at which the links expire; by default 24 hours after the creation of the archive.
   * From then on the job shows {@code EXPIRED}, and the links respond with 410.
   */
  public synchronized FakeArchive expires(Instant time) {
    expires = Objects.requireNonNull(time, "time");
    return this;
  }

  /** Lets the links expire now. */
  public FakeArchive expire() {
    return expires(clock.instant());
  }

  /**
   * Limits the downloads. When the file was downloaded this many times, the job shows {@code
   * MAX_DOWNLOADS_EXCEEDED}, and the links respond with 410. By default 2,147,483,647, which is
   * also the default of the service's API.
   *
   * @param count the number of downloads; with zero the links are used up from the start
   */
  public synchronized FakeArchive maxDownloads(int count) {
    maxDownloads = count;
    return this;
  }

  /**
   * Counts every request that the links serve as a download, even if its response breaks off. By
   * default only a response that reaches the end of the file counts.
   */
  public synchronized FakeArchive countsEveryRequest() {
    countsEveryRequest = true;
    return this;
  }

  // The hash

  /** The job never shows a hash. */
  public synchronized FakeArchive withoutHash() {
    hashOffered = false;
    return this;
  }

  /** The job shows a hash that is not that of the file. */
  public synchronized FakeArchive wrongHash() {
    hashWrong = true;
    return this;
  }

  /**
   * The job shows the hash late.
   *
   * @param reads how many reads of the job after the first complete download show no hash
   */
  public synchronized FakeArchive hashAfterReads(int reads) {
    readsBeforeHash = reads;
    return this;
  }

  /** The job shows the hash from the start, as if the file had been downloaded before. */
  public synchronized FakeArchive hashAtOnce() {
    downloaded = true;
    return this;
  }

  /**
   * Sets the algorithm of the hash; by default {@code SHA1}.
   *
   * @param typeName the name that the job shows: {@code SHA1}, {@code SHA256} or {@code SHA512}
   * @throws IllegalArgumentException if the name is another one
   */
  public synchronized FakeArchive hashAlgorithm(String typeName) {
    if (!List.of("SHA1", "SHA256", "SHA512").contains(typeName)) {
      throw new IllegalArgumentException("no such hash algorithm: " + typeName);
    }
    hashName = typeName;
    hashAlgorithm = typeName.replace("SHA", "SHA-");
    return this;
  }

  // The response

  /**
   * Accepts byte ranges: responses have {@code Accept-Ranges} and a strong {@code ETag}, and a
   * request with {@code Range} and a fitting {@code If-Range}, or without {@code If-Range}, gets a
   * 206 with the rest of the file. By default the links ignore {@code Range}.
   */
  public synchronized FakeArchive ranges() {
    ranges = true;
    return this;
  }

  /**
   * Sets the {@code ETag} of the file, which is sent with {@link #ranges}.
   *
   * @param value the raw value, for example {@code W/"1"} for a weak one; empty for none
   */
  public synchronized FakeArchive etag(String value) {
    etag = Objects.requireNonNull(value, "value");
    return this;
  }

  /** Sets the {@code Last-Modified} of the file, which is sent with {@link #ranges}. */
  public synchronized FakeArchive lastModified(Instant time) {
    lastModified = Optional.of(time);
    return this;
  }

  /** Sends the file in chunks, without a length, as the service does while it creates the file. */
  public synchronized FakeArchive chunked() {
    chunked = true;
    return this;
  }

  /**
   * Declares a wrong size of the file, and closes the connection after the file.
   *
   * @param bytes the declared size: more than the file has, or less
   */
  public synchronized FakeArchive announces(long bytes) {
    declared = OptionalLong.of(bytes);
    return this;
  }

  /** Sends the file slowly: waits for this interval after each group of this many bytes. */
  public synchronized FakeArchive drip(int bytes, Duration interval) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1");
    }
    dripBytes = bytes;
    dripInterval = Objects.requireNonNull(interval, "interval");
    return this;
  }

  /**
   * Redirects this many times to another address of the same origin before it serves the file. For
   * a redirect to another origin, script {@link Reply#redirect} with the link of an archive there.
   */
  public synchronized FakeArchive redirects(int count) {
    redirects = count;
    return this;
  }

  // Single requests

  /**
   * Scripts the replies to the next requests for the links, one for each request. {@link
   * Reply#unscripted()} in a script serves the file.
   */
  public FakeArchive script(Reply... replies) {
    synchronized (this) {
      scripts.addAll(List.of(replies));
    }
    return this;
  }

  /**
   * Sets the reply to every request for the links that has no scripted reply, for example a {@link
   * Reply#redirect} to an archive of another fake.
   */
  public synchronized FakeArchive always(Reply reply) {
    always = Optional.of(reply);
    return this;
  }

  /** Closes the connection of the next request after this many bytes of the body. */
  public FakeArchive cutAt(long bytes) {
    return script("cutAt(" + bytes + ")", new ArchiveResponse(this).cutAt(bytes));
  }

  /**
   * Sends this many bytes of the body to the next request, and then nothing until the client closes
   * the connection.
   */
  public FakeArchive stallAt(long bytes) {
    return script("stallAt(" + bytes + ")", new ArchiveResponse(this).stallAt(bytes));
  }

  /**
   * Sends a 206 in response to the next request, with a {@code Content-Range} that begins one byte
   * too late.
   */
  public FakeArchive wrongOffset() {
    return script("wrongOffset", new ArchiveResponse(this).wrongOffset());
  }

  /** Gives the file another {@code ETag} and {@code Last-Modified} before the next request. */
  public FakeArchive changed() {
    return script(
        "changed",
        exchange -> {
          change();
          return new ArchiveResponse(this).send(exchange);
        });
  }

  private FakeArchive script(String name, ActionReply.Action action) {
    return script(new ActionReply(name, action));
  }

  private synchronized void change() {
    etag = etag.isEmpty() ? "" : etag.substring(0, etag.length() - 1) + "-changed\"";
    lastModified = lastModified.map(time -> time.plusSeconds(3600));
  }

  // What a test can look at

  /** Returns the reference of the job. */
  public RestoreJobRef ref() {
    return ref;
  }

  /** Returns the link with a key in its path. */
  public URI url() {
    return URI.create(address(prefix()));
  }

  /** Returns the link that needs the header field. */
  public URI urlV2() {
    return URI.create(address(prefixV2()));
  }

  /** Returns the name of the header field that {@link #urlV2} needs. */
  public String authHeader() {
    return AUTH_HEADER;
  }

  /**
   * Returns the value of the header field that {@link #urlV2} needs. It contains {@code s3cr3t}.
   */
  public String authValue() {
    return "s3cr3tauthvalue" + number;
  }

  /** Returns the size of the file in bytes. */
  public long size() {
    return content.size();
  }

  /** Returns the SHA-1 of the file, in lower-case hexadecimal digits. */
  public String sha1() {
    return content.hash("SHA-1");
  }

  /** Returns how many downloads were counted; see {@link #maxDownloads}. */
  public synchronized long downloads() {
    return counted;
  }

  /** Returns the requests to the links, in the order of arrival. The list does not change. */
  public List<SeenRequest> requests() {
    return host().requests().stream().filter(request -> serves(request.path())).toList();
  }

  /** Returns the job as the next read will show it. */
  public synchronized RestoreJob job() {
    boolean hashShown = hashOffered && downloaded && readsSinceDownload >= readsBeforeHash;
    return RestoreJobFixtures.withIdsOf(ref, RestoreJobFixtures.available()).toBuilder()
        .delivery(delivery())
        .hashes(hashShown ? List.of(hash()) : List.of())
        .build();
  }

  private Delivery delivery() {
    Delivery.Builder delivery =
        RestoreJobFixtures.available().delivery().orElseThrow().toBuilder()
            .status(
                isUsedUp()
                    ? DeliveryStatus.MAX_DOWNLOADS_EXCEEDED
                    : isExpired() ? DeliveryStatus.EXPIRED : DeliveryStatus.READY)
            .expires(expires)
            .expirationHours(LIFETIME.toHours())
            .maxDownloads(maxDownloads)
            .url(hasUrl ? url().toString() : null);
    if (hasUrlV2) {
      delivery.urlV2(urlV2().toString()).authHeader(AUTH_HEADER).authValue(authValue());
    }
    return delivery.build();
  }

  private FileHash hash() {
    String hash = content.hash(hashAlgorithm);
    return new FileHash(
        Optional.of(hashName),
        Optional.of(fileName),
        Optional.of(hashWrong ? (hash.charAt(0) == '0' ? '1' : '0') + hash.substring(1) : hash));
  }

  /** Shows the job and the file, but no link. */
  @Override
  public synchronized String toString() {
    return "FakeArchive[job " + ref.jobId() + ", " + fileName + ", " + size() + " bytes]";
  }

  // For the fake

  /** The job in the store of its fake. */
  private final class Stored implements StoredJob {
    @Override
    public String read() {
      synchronized (FakeArchive.this) {
        String document = peek();
        if (downloaded) {
          readsSinceDownload++;
        }
        return document;
      }
    }

    @Override
    public String peek() {
      return JobJson.job(job());
    }
  }

  StoredJob stored() {
    return stored;
  }

  private synchronized FakeAtlas host() {
    return host;
  }

  private String address(String prefix) {
    synchronized (this) {
      boolean isPath = fileName.equals(".") || fileName.equals("..");
      String name = PercentEncoding.encode(fileName);
      return host.origin() + prefix + (isPath ? name.replace(".", "%2E") : name);
    }
  }

  private String prefix() {
    return "/backup/s3cr3tkey" + number + "/";
  }

  private String prefixV2() {
    return "/backup/v2/s3cr3tpath" + number + "/";
  }

  /** Returns the reply to the next request; empty if it gets the file. */
  synchronized Optional<Reply> scripted() {
    Reply scripted = scripts.poll();
    return scripted == null ? always : Optional.of(scripted);
  }

  /** Returns the scripted replies that no request has got yet. */
  synchronized List<Reply> unplayed() {
    return List.copyOf(scripts);
  }

  /** Returns whether this raw path is one of the links. */
  boolean serves(String path) {
    return path.startsWith(prefix()) || path.startsWith(prefixV2());
  }

  /** Returns whether this raw path is the link that needs the header field. */
  boolean needsHeader(String path) {
    return path.startsWith(prefixV2());
  }

  ArchiveContent content() {
    return content;
  }

  synchronized boolean isExpired() {
    return !clock.instant().isBefore(expires);
  }

  synchronized boolean isUsedUp() {
    return counted >= maxDownloads;
  }

  /** Records that a response with a part of the file begins. */
  synchronized void recordBegun() {
    if (countsEveryRequest) {
      counted++;
    }
  }

  /** Records that a response reaches the end of the file. Call it before the last byte is sent. */
  synchronized void recordComplete() {
    if (!countsEveryRequest) {
      counted++;
    }
    downloaded = true;
  }

  /** The settings of the responses at one moment. */
  record Settings(
      boolean ranges,
      boolean chunked,
      OptionalLong declared,
      String etag,
      Optional<Instant> lastModified,
      int dripBytes,
      Duration dripInterval,
      int redirects) {}

  synchronized Settings settings() {
    return new Settings(
        ranges, chunked, declared, etag, lastModified, dripBytes, dripInterval, redirects);
  }
}
