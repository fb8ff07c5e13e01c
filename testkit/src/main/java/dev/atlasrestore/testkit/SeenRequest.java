package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.testkit.internal.RequestHead;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A request that the server has received, and the status of its response. Immutable: it shows the
 * state at the moment it was taken.
 */
public final class SeenRequest {

  /** An element of a path or a value of a query with a secret of the fixtures. */
  private static final Pattern SECRET = Pattern.compile("[^/?&=]*s3cr3t[^/?&=]*");

  private final int connection;
  private final RequestHead head;
  private final Instant arrival;
  private final OptionalInt status;
  private final boolean authenticated;

  SeenRequest(
      int connection,
      RequestHead head,
      Instant arrival,
      OptionalInt status,
      boolean authenticated) {
    this.connection = connection;
    this.head = head;
    this.arrival = arrival;
    this.status = status;
    this.authenticated = authenticated;
  }

  /** Returns the number of the connection that carried the request, counted from 1. */
  public int connection() {
    return connection;
  }

  /** Returns the method. */
  public String method() {
    return head.method();
  }

  /** Returns the request target, path and query, byte for byte as received. */
  public String target() {
    return head.target();
  }

  String path() {
    return head.path();
  }

  /** Returns when the request arrived, by the clock of the server. */
  public Instant arrival() {
    return arrival;
  }

  /** Returns all header fields, in order. The list is unmodifiable. */
  public List<HttpHeader> headers() {
    return head.fields();
  }

  /** Returns the values of all fields with this name, in order. The name's case is ignored. */
  public List<String> headers(String name) {
    return head.values(name);
  }

  /** Returns the value of the first field with this name; empty if there is none. */
  public Optional<String> header(String name) {
    return head.values(name).stream().findFirst();
  }

  /**
   * Returns the final status of the response. Empty if the server has sent no status yet, if it
   * dropped the connection, or if it sent something that is not HTTP.
   */
  public OptionalInt status() {
    return status;
  }

  /** Returns whether the request has an {@code Authorization} field, right or wrong. */
  public boolean hasCredentials() {
    return header("Authorization").isPresent();
  }

  /**
   * Returns whether the server has checked the credentials and found them right. The server does
   * not check a request that gets a {@link Reply#beforeDigest()} reply, nor a request for the link
   * of an archive, so this is false for them.
   */
  public boolean isAuthenticated() {
    return authenticated;
  }

  /**
   * Shows the method, the target, whether there are credentials, and the status. The key in the
   * path of a download link is left out.
   */
  @Override
  public String toString() {
    String result = status.isPresent() ? Integer.toString(status.getAsInt()) : "no status";
    String credentials =
        authenticated
            ? "authenticated"
            : hasCredentials() ? "with credentials" : "without credentials";
    return method()
        + " "
        + SECRET.matcher(target()).replaceAll("…")
        + " ("
        + credentials
        + ") -> "
        + result;
  }
}
