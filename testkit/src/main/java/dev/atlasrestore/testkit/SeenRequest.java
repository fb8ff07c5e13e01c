package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A request as the server saw it, and what it was answered. Immutable: a picture of a moment. */
public final class SeenRequest {

  private final int connection;
  private final Head head;
  private final OptionalInt status;
  private final boolean authorised;

  SeenRequest(int connection, Head head, OptionalInt status, boolean authorised) {
    this.connection = connection;
    this.head = head;
    this.status = status;
    this.authorised = authorised;
  }

  /** Which connection it came on, in the order they were made, from 1. */
  public int connection() {
    return connection;
  }

  Head head() {
    return head;
  }

  /** The method. */
  public String method() {
    return head.method();
  }

  /** The request target, path and query, byte for byte as it came. */
  public String target() {
    return head.target();
  }

  /** Every field line, in order; unmodifiable. */
  public List<HttpHeader> headers() {
    return head.fields();
  }

  /** The values of every field of that name, in order; case does not matter. */
  public List<String> headers(String name) {
    return head.values(name);
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    return head.values(name).stream().findFirst();
  }

  /**
   * The status it was answered with, informational ones aside; empty if there was none (yet): the
   * connection was dropped, or something was sent that is not HTTP.
   */
  public OptionalInt status() {
    return status;
  }

  /** Whether it carried credentials, good or bad. */
  public boolean hasCredentials() {
    return header("Authorization").isPresent();
  }

  /**
   * Whether its credentials passed the digest check; scripted replies come without a check, so this
   * is false for them.
   */
  public boolean isAuthenticated() {
    return authorised;
  }

  /** Shows method, target and status. */
  @Override
  public String toString() {
    String answer = status.isPresent() ? Integer.toString(status.getAsInt()) : "no status";
    String signed = authorised ? "authorised" : hasCredentials() ? "signed" : "unsigned";
    return method() + " " + target() + " (" + signed + ") -> " + answer;
  }
}
