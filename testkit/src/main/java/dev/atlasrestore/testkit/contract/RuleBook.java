package dev.atlasrestore.testkit.contract;

import java.util.List;

/** What the contracts say, rule by rule; in Markdown. */
final class RuleBook {

  static final List<ContractRule> RUNNERS =
      List.of(
          new ContractRule("RUN-1", "", "the request target arrives byte for byte"),
          new ContractRule(
              "RUN-2", "", "every value of a repeated header field is handed back, in order"),
          new ContractRule(
              "RUN-3",
              "",
              "a request is sent once; once more, at most, where it went out on a reused connection"
                  + " that turned out dead"),
          new ContractRule("RUN-4", "", "redirects are handed back, never followed"),
          new ContractRule("RUN-5", "", "a 401 is handed back"),
          new ContractRule(
              "RUN-6",
              "",
              "a truncated body is no answer, nor is one whose framing contradicts itself; the"
                  + " failure is called `TRUNCATED` (`RUN-6.kind`)"),
          new ContractRule("RUN-7", "", "a refused connection is `NOT_SENT`"),
          new ContractRule("RUN-8", "", "a connection dropped after the request is `UNKNOWN`"),
          new ContractRule(
              "RUN-9",
              "",
              "an exchange that is never made, stalls or drips, in handshake, head or body, ends at"
                  + " the `Send`'s timeout"),
          new ContractRule(
              "RUN-10",
              "",
              "a pause lasts at least as asked and blocks no thread the runner does not own"),
          new ContractRule("RUN-11", "", "failures come out as the same instance, unwrapped"),
          new ContractRule("RUN-12", "", "each run is a new conversation"),
          new ContractRule("RUN-13", "", "concurrent runs do not mix"),
          new ContractRule(
              "RUN-14",
              "",
              "cancelling, in whatever phase, stops all further sends and frees connection and"
                  + " timer; a connection that is still being made is freed by the connect or"
                  + " handshake timeout at the latest"),
          new ContractRule(
              "RUN-15",
              "",
              "a body over the cap is no answer and is not read to its end, nor is its framing;"
                  + " nothing is unpacked that was not asked for"),
          new ContractRule(
              "RUN-16",
              "",
              "after many failures of each kind, and many calls, nothing is left: no connection beyond"
                  + " a healthy pool, no thread, buffer or heap (`LeaksTest` in `verification`)"),
          new ContractRule(
              "RUN-17",
              "",
              "the wrong host name in a certificate, an expired one, a self-signed one, one of an"
                  + " unknown authority: refused before anything is sent"),
          new ContractRule(
              "RUN-18",
              "",
              "an `Authenticator`, cookie handler or proxy that is set for the whole JVM adds no"
                  + " credentials"),
          new ContractRule(
              "RUN-19",
              "",
              "nothing blocks an event loop, from the first call of a cold JVM on"
                  + " (`ReactorColdJvmTest`, `VertxColdJvmTest` in `verification`)"),
          new ContractRule(
              "RUN-20",
              "",
              "any thread will do: without a context class loader, of the common pool, virtual (whole"
                  + " transports: `AnyThreadTest` in `verification`)"),
          new ContractRule(
              "RUN-21", "", "any Throwable of a step function ends the carrier with that instance"),
          new ContractRule(
              "RUN-22",
              "",
              "what comes behind an answer is no answer to the next request, nor a part of one"));

  static final List<ContractRule> PORTS =
      List.of(
          new ContractRule(
              "1",
              "refused connection; FIN or RST before an answer; FIN in the head; FIN on an idle"
                  + " pooled connection",
              "repeated; then `TransportException` with host and port"),
          new ContractRule("2", "unknown host", "`TransportException`, not repeated"),
          new ContractRule(
              "3",
              "connecting hangs, a handshake hangs; accepted and never answered; head or body"
                  + " drips",
              "typed timeout; the deadline of the call holds; the connection is not used again"),
          new ContractRule(
              "4",
              "bad certificate; plain HTTP where the address says https, and the reverse",
              "typed, not repeated, nothing sent"),
          new ContractRule(
              "5",
              "body shorter than `Content-Length`; malformed or missing chunk",
              "no half-read job, ever; repeated"),
          new ContractRule(
              "6",
              "garbage status line, impossible status, 100 or 103 before 200; an answer that nobody"
                  + " asked for",
              "protocol error; informational answers skipped; a foreign answer is nobody's"),
          new ContractRule(
              "7",
              "204 or empty 200; `text/html` with 200",
              "`DecodingException` with status, never the body"),
          new ContractRule(
              "8",
              "huge head, endless body, gzip bomb",
              "bounded memory, typed; no `Accept-Encoding` is sent, nothing is unpacked"),
          new ContractRule(
              "9",
              "byte order mark, truncated JSON, trailing garbage, two documents, duplicate keys,"
                  + " deep nesting, endless numbers",
              "the mark is tolerated, else `DecodingException` that names the member"),
          new ContractRule(
              "10",
              "unknown field, unknown status, missing optional, explicit nulls",
              "decoded; unknown values kept"),
          new ContractRule(
              "11",
              "wrong JSON type, number out of range, bad timestamp",
              "`DecodingException` that names the member"),
          new ContractRule(
              "12",
              "redirects, to whatever place",
              "not followed; the error says where it pointed, without query"),
          new ContractRule(
              "13",
              "401 without a usable challenge; a proxy's 407",
              "`AuthenticationException`, `ApiException`; nothing sent in clear; no loop; the key"
                  + " is not for proxies"),
          new ContractRule("14", "wrong key", "exactly 2 requests"),
          new ContractRule(
              "15",
              "expired nonce, with and without `stale`; twice; for ever",
              "2, 2, 3 requests for a warm client, one more when cold; bounded"),
          new ContractRule(
              "16",
              "400, 402, 403, 404, 409, 410",
              "typed, not repeated; status, errorCode, detail, reason, parameters kept"),
          new ContractRule(
              "17",
              "429 and 503 with `Retry-After` in every form",
              "waited for, plus jitter; never overflows"),
          new ContractRule("18", "`Retry-After` beyond the deadline", "fails at once"),
          new ContractRule(
              "19",
              "408, 500, 502, 503, 504",
              "repeated with capped exponential back-off and full jitter"),
          new ContractRule(
              "20",
              "every request fails, under 50 callers",
              "a budget: at most a tenth more requests than calls, and ten"),
          new ContractRule(
              "21",
              "closed with calls under way; called when closed; closed twice",
              "typed; nothing sent; no connection left"),
          new ContractRule(
              "22", "the pool is exhausted", "typed, bounded waiting; the pool recovers"),
          new ContractRule(
              "23",
              "odd characters in key, ids, cluster name",
              "refused before any I/O, or encoded once"),
          new ContractRule("24", "odd base URIs; plain `http`", "refused or handled"),
          new ContractRule(
              "25",
              "secrets",
              "in no `toString`, exception or log (what each stack logs: `SecretsInLogsTest` in"
                  + " `verification`)"),
          new ContractRule("26", "enveloped answers and errors, `pretty`", "decoded alike"),
          new ContractRule(
              "27",
              "waiting for the end of a job, or of several",
              "ends at a terminal status; a failed poll is no news; who is sent away comes back no"
                  + " sooner than told; the deadline carries the last job seen. Of several: ends"
                  + " when all have; order kept, a job named twice read once; a failed wait neither"
                  + " ends nor hides the others; one rate (`27.batch`). Given up (`27.cancel`) or"
                  + " closed (`27.close`), between polls and during an exchange: nothing follows"),
          new ContractRule("28", "clocks jump", "no deadline changes"));

  private RuleBook() {}
}
