package dev.atlasrestore.testkit.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Encodes the ASN.1 types that a certificate needs, by the distinguished encoding rules (X.690).
 */
final class Der {

  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Instant END_OF_UTC_TIME = Instant.parse("2050-01-01T00:00:00Z");

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, parts);
  }

  static byte[] integer(BigInteger number) {
    return tagged(0x02, number.toByteArray());
  }

  static byte[] booleanTrue() {
    return tagged(0x01, new byte[] {(byte) 0xFF});
  }

  static byte[] octetString(byte[] content) {
    return tagged(0x04, content);
  }

  /** A bit string whose length is a multiple of eight. */
  static byte[] bitString(byte[] content) {
    return tagged(0x03, new byte[] {0}, content);
  }

  static byte[] utf8String(String text) {
    return tagged(0x0C, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A context-specific value: its tag is its number in the enclosing structure. */
  static byte[] contextSpecific(int number, boolean constructed, byte[] content) {
    return tagged(0x80 | (constructed ? 0x20 : 0) | number, content);
  }

  /** Years up to 2049 have two digits, later years four (RFC 5280, section 4.1.2.5). */
  static byte[] time(Instant time) {
    String text = GENERALIZED_TIME.format(time);
    return time.isBefore(END_OF_UTC_TIME)
        ? tagged(0x17, text.substring(2).getBytes(StandardCharsets.US_ASCII))
        : tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** An object identifier with these arcs. */
  static byte[] oid(int first, int second, int... others) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(40 * first + second);
    for (int other : others) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (other >>> shift != 0) {
          content.write(0x80 | (other >>> shift & 0x7F));
        }
      }
      content.write(other & 0x7F);
    }
    return tagged(0x06, content.toByteArray());
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (length < 0x80) {
      value.write(length);
    } else {
      byte[] big = BigInteger.valueOf(length).toByteArray();
      int from = big[0] == 0 ? 1 : 0;
      value.write(0x80 | (big.length - from));
      value.write(big, from, big.length - from);
    }
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    return value.toByteArray();
  }
}
