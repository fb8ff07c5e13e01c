package dev.atlasrestore.testkit.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Compares with the encodings that X.690 and RFC 5280 print. */
class DerTest {

  private static String hex(byte[] encoded) {
    return HexFormat.of().formatHex(encoded);
  }

  @Test
  void integersAreSigned() {
    assertThat(hex(Der.integer(BigInteger.valueOf(127)))).isEqualTo("02017f");
    assertThat(hex(Der.integer(BigInteger.valueOf(128)))).isEqualTo("02020080");
  }

  @Test
  void objectIdentifierArcsUseSevenBitsPerByte() {
    assertThat(hex(Der.oid(2, 5, 29, 17))).isEqualTo("0603551d11");
    assertThat(hex(Der.oid(1, 2, 840, 10045, 4, 3, 2))).isEqualTo("06082a8648ce3d040302");
    assertThat(hex(Der.oid(1, 2, 840, 113549))).isEqualTo("06062a864886f70d");
  }

  @Test
  void longLengthsUseTheLongForm() {
    assertThat(hex(Der.octetString(new byte[127]))).startsWith("047f00");
    assertThat(hex(Der.octetString(new byte[128]))).startsWith("04818000");
    assertThat(hex(Der.octetString(new byte[256]))).startsWith("0482010000");
    assertThat(hex(Der.bitString(new byte[1]))).isEqualTo("03020000");
  }

  @Test
  void structuresContainTheirParts() {
    assertThat(hex(Der.sequence(Der.booleanTrue(), Der.set(Der.utf8String("a")))))
        .isEqualTo("30080101ff31030c0161");
    assertThat(hex(Der.contextSpecific(0, true, Der.booleanTrue()))).isEqualTo("a0030101ff");
    assertThat(hex(Der.contextSpecific(7, false, new byte[] {127, 0, 0, 1})))
        .isEqualTo("87047f000001");
  }

  @Test
  void yearsHaveTwoDigitsUpTo2049() {
    byte[] last = Der.time(Instant.parse("2049-12-31T23:59:59Z"));
    byte[] next = Der.time(Instant.parse("2050-01-01T00:00:00Z"));
    assertThat(new String(last, US_ASCII)).isEqualTo("\u0017\r491231235959Z");
    assertThat(new String(next, US_ASCII)).isEqualTo("\u0018\u000f20500101000000Z");
  }
}
