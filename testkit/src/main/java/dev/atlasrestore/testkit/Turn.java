package dev.atlasrestore.testkit;

import java.time.Instant;

/** One request, and all that is needed to reply to it. */
final class Turn {

  private final Head head;
  private final Wire wire;
  private final Host host;
  private final Logbook log;
  private final Logbook.Visit visit;

  Turn(Head head, Wire wire, Host host, Logbook log, Logbook.Visit visit) {
    this.head = head;
    this.wire = wire;
    this.host = host;
    this.log = log;
    this.visit = visit;
  }

  Head head() {
    return head;
  }

  Wire wire() {
    return wire;
  }

  Reply honest() {
    return host.honest(this);
  }

  Reply stale() {
    return host.stale();
  }

  Instant now() {
    return host.now();
  }

  /** Notes the status before it goes out: who has the answer finds it noted. */
  void noteStatus(int status) {
    log.answered(visit, status);
  }

  /** Notes that the digest check was passed. */
  void noteAuthorised() {
    log.authorised(visit);
  }
}
