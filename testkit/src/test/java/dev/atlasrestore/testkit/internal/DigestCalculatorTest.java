package dev.atlasrestore.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Compares with values from RFCs and from other software. This project computed none of them. */
class DigestCalculatorTest {

  private static final String RFC_7616_NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String RFC_7616_CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  @Test
  void responseMatchesRfc2617Section35() {
    DigestCalculator calculator =
        new DigestCalculator("MD5", "Mufasa", "testrealm@host.com", "Circle Of Life");
    assertThat(
            calculator.response(
                "GET",
                "/dir/index.html",
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                "00000001",
                "0a4f113b"))
        .isEqualTo("6629fae49393a05397450978507c4ef1");
  }

  @Test
  void responseMatchesRfc7616Section391() {
    assertThat(rfc7616("MD5")).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    assertThat(rfc7616("SHA-256"))
        .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  }

  private static String rfc7616(String algorithm) {
    return new DigestCalculator(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life")
        .response("GET", "/dir/index.html", RFC_7616_NONCE, "00000001", RFC_7616_CNONCE);
  }

  /** The expected values are those of erratum 4897. */
  @Test
  void userhashAndResponseMatchRfc7616Section392() {
    DigestCalculator calculator =
        new DigestCalculator("SHA-512/256", "Jäsøn Doe", "api@example.org", "Secret, or not?");
    assertThat(calculator.userhash())
        .isEqualTo("793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
    assertThat(
            calculator.response(
                "GET",
                "/doe.json",
                "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
                "00000001",
                "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v"))
        .isEqualTo("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
  }

  @Test
  void responseMatchesCurlAgainstJetty() {
    DigestCalculator calculator =
        new DigestCalculator("MD5", "pubkey", "MMS Public API", "private-key-1234");
    assertThat(
            calculator.response(
                "GET",
                "/api/atlas/v1.0/groups/G/clusters/C/restoreJobs/J?envelope=true&pretty=true",
                "k1AxWieKKBWzUzXJYXW36FWjW7Qqi2h5",
                "00000001",
                "YTc4Y2M3MjZjZDA3YzFhZWQzNTdmOWNjMDUxNTA5NzM="))
        .isEqualTo("b52a1562f225362646c0ea1b2d38223d");
  }

  @Test
  void rspauthOmitsTheMethod() {
    DigestCalculator calculator = new DigestCalculator("MD5", "u", "r", "p");
    assertThat(calculator.rspauth("/", "n", "00000001", "c"))
        .isEqualTo(calculator.response("", "/", "n", "00000001", "c"))
        .isNotEqualTo(calculator.response("GET", "/", "n", "00000001", "c"));
  }
}
