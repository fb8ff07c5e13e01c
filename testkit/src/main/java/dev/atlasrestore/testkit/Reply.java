package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fake server says, or does, in answer to one request: an honest answer, an error, or a
 * fault on the wire. Immutable.
 */
public sealed interface Reply {

  /** An answer with this status and no body; add fields and a body to it. */
  static Answer status(int status) {
    return new Answer(status, List.of(), "");
  }

  /** A 200 with this JSON. */
  static Answer json(String json) {
    return status(200).header("Content-Type", "application/json").body(json);
  }

  /** An error in the service's own form. */
  static Answer error(int status, String errorCode, String detail) {
    return status(status)
        .header("Content-Type", "application/json")
        .body(JobJson.error(status, errorCode, detail));
  }

  /** A redirect. */
  static Answer redirect(int status, String location) {
    return status(status).header("Location", location);
  }

  /** A 401 with these challenges, each in a field of its own. */
  static Answer challenge(String... challenges) {
    Answer answer = status(401);
    for (String challenge : challenges) {
      answer = answer.header("WWW-Authenticate", challenge);
    }
    return answer;
  }

  /** A refusal that calls the nonce stale and names a new, good one. */
  static Reply stale() {
    return new Stale();
  }

  /** What the server would say without a script. */
  static Reply honest() {
    return new Honest();
  }

  /** Reads the request and closes the connection in good order, without an answer. */
  static Reply drop() {
    return new Fault(Fault.Kind.DROP);
  }

  /** Reads the request and resets the connection. */
  static Reply reset() {
    return new Fault(Fault.Kind.RESET);
  }

  /** Closes in the middle of the head. */
  static Reply finInHead() {
    return new Fault(Fault.Kind.FIN_IN_HEAD);
  }

  /** Declares a longer body than it sends, then closes. */
  static Reply truncated() {
    return new Fault(Fault.Kind.TRUNCATED);
  }

  /** Sends a chunk whose size is no number. */
  static Reply badChunk() {
    return new Fault(Fault.Kind.BAD_CHUNK);
  }

  /** Sends chunks and closes without the last one. */
  static Reply missingLastChunk() {
    return new Fault(Fault.Kind.MISSING_LAST_CHUNK);
  }

  /** Answers something that is not HTTP. */
  static Reply garbage() {
    return new Fault(Fault.Kind.GARBAGE);
  }

  /** Never answers; ends when the client closes. */
  static Reply stall() {
    return new Fault(Fault.Kind.STALL);
  }

  /** Sends the head and half of the body, and then nothing more; ends when the client closes. */
  static Reply stallInBody() {
    return new Fault(Fault.Kind.STALL_IN_BODY);
  }

  /** Sends a body that never ends, until the client closes. */
  static Reply endlessBody() {
    return new Fault(Fault.Kind.ENDLESS_BODY);
  }

  /** Sends header fields that never end, until the client closes. */
  static Reply endlessHead() {
    return new Fault(Fault.Kind.ENDLESS_HEAD);
  }

  /** Sends informational answers, 100 or 103, before the answer. */
  static Reply informational(Reply then, int... statuses) {
    List<Integer> copy = new ArrayList<>();
    for (int status : statuses) {
      copy.add(status);
    }
    return new Informational(List.copyOf(copy), then);
  }

  /** Sends head and body one byte at a time. */
  static Reply drip(Duration between, Answer answer) {
    return new Drip(between, answer);
  }

  /** Waits before it answers. */
  static Reply delayed(Duration delay, Reply then) {
    return new Delayed(delay, then);
  }

  /** Sends these bytes and closes. */
  static Reply raw(String bytes) {
    return new Raw(bytes);
  }

  /**
   * A whole answer.
   *
   * @param status the status
   * @param headers fields beside {@code Content-Length} and {@code Date}
   * @param body sent as UTF-8
   */
  record Answer(int status, List<HttpHeader> headers, String body) implements Reply {

    /** Copies the list. */
    public Answer {
      headers = List.copyOf(headers);
    }

    /** The same answer with one more field. */
    public Answer header(String name, String value) {
      List<HttpHeader> more = new ArrayList<>(headers);
      more.add(new HttpHeader(name, value));
      return new Answer(status, more, body);
    }

    /** The same answer with this body. */
    public Answer body(String text) {
      return new Answer(status, headers, text);
    }

    byte[] bodyBytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * A fault on the wire that needs no more words.
   *
   * @param kind which
   */
  record Fault(Kind kind) implements Reply {

    /** The faults. */
    public enum Kind {
      /** See {@link Reply#drop}. */
      DROP,
      /** See {@link Reply#reset}. */
      RESET,
      /** See {@link Reply#finInHead}. */
      FIN_IN_HEAD,
      /** See {@link Reply#truncated}. */
      TRUNCATED,
      /** See {@link Reply#badChunk}. */
      BAD_CHUNK,
      /** See {@link Reply#missingLastChunk}. */
      MISSING_LAST_CHUNK,
      /** See {@link Reply#garbage}. */
      GARBAGE,
      /** See {@link Reply#stall}. */
      STALL,
      /** See {@link Reply#stallInBody}. */
      STALL_IN_BODY,
      /** See {@link Reply#endlessBody}. */
      ENDLESS_BODY,
      /** See {@link Reply#endlessHead}. */
      ENDLESS_HEAD
    }
  }

  /** See {@link Reply#stale}. */
  record Stale() implements Reply {}

  /** See {@link Reply#honest}. */
  record Honest() implements Reply {}

  /**
   * See {@link Reply#informational}.
   *
   * @param statuses the informational statuses, in order
   * @param then the answer
   */
  record Informational(List<Integer> statuses, Reply then) implements Reply {}

  /**
   * See {@link Reply#drip}.
   *
   * @param between the time between two bytes
   * @param answer what is sent
   */
  record Drip(Duration between, Answer answer) implements Reply {}

  /**
   * See {@link Reply#delayed}.
   *
   * @param delay how long nothing is sent
   * @param then the answer
   */
  record Delayed(Duration delay, Reply then) implements Reply {}

  /**
   * See {@link Reply#raw}.
   *
   * @param bytes one character for each byte
   */
  record Raw(String bytes) implements Reply {}
}
