package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBodyTest {

  private static final long UNKNOWN = -1;

  @Test
  void emptyBodyHasNoBytes() {
    assertThat(new BoundedBody(10, UNKNOWN).bytes()).isEmpty();
    assertThat(new BoundedBody(10, 0).bytes()).isEmpty();
    assertThat(new BoundedBody(0, UNKNOWN).bytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {UNKNOWN, Long.MIN_VALUE, 0, 2, 7, 10})
  void partsAreReturnedInOrderWhateverLengthIsDeclared(long declared) {
    BoundedBody body = new BoundedBody(10, declared);
    add(body, "abc");
    add(body, "");
    add(body, "defg");
    assertThat(body.size()).isEqualTo(7);
    assertThat(text(body)).isEqualTo("abcdefg");
  }

  @ParameterizedTest
  @ValueSource(longs = {UNKNOWN, 1, 4})
  void bodyOfExactlyTheLimitIsAccepted(long declared) {
    BoundedBody body = new BoundedBody(4, declared);
    add(body, "ab");
    add(body, "cd");
    assertThat(text(body)).isEqualTo("abcd");
    assertTooLarge(() -> add(body, "e"));
  }

  @Test
  void largerBodyFailsAndKeepsNothing() {
    BoundedBody body = new BoundedBody(4, UNKNOWN);
    add(body, "abcd");
    assertTooLarge(() -> add(body, "e"));
    assertThat(body.bytes()).isEmpty();
    assertTooLarge(() -> add(body, "f"));
  }

  @ParameterizedTest
  @ValueSource(longs = {5, Integer.MAX_VALUE, Long.MAX_VALUE})
  void tooLargeDeclaredLengthFailsWithTheFirstByteOnly(long declared) throws Exception {
    BoundedBody body = new BoundedBody(4, declared);
    add(body, "");
    assertThat(body.bytes()).isEmpty();
    assertTooLarge(() -> add(body, "a"));
    assertThat(new BoundedBody(4, declared).readFrom(stream(""))).isFalse();
    assertTooLarge(() -> new BoundedBody(4, declared).readFrom(stream("a")));
  }

  @Test
  void bodyOfTheDeclaredLengthIsNotCopiedAgain() {
    BoundedBody declared = new BoundedBody(100, 6);
    add(declared, "abc");
    add(declared, "def");
    assertThat(declared.bytes()).isSameAs(declared.bytes());
    BoundedBody onePart = new BoundedBody(100, UNKNOWN);
    add(onePart, "abc");
    assertThat(onePart.bytes()).isSameAs(onePart.bytes());
  }

  @Test
  void manyTinyPartsAreCopiedIntoFewArrays() {
    BoundedBody body = new BoundedBody(100_000, UNKNOWN);
    AtomicInteger arrays = new AtomicInteger();
    byte[][] last = {new byte[0]};
    for (int i = 0; i < 100_000; i++) {
      body.add(
          1,
          (target, offset, length) -> {
            target[offset] = 'x';
            if (target != last[0]) {
              last[0] = target;
              arrays.incrementAndGet();
            }
            assertThat(target.length).isLessThanOrEqualTo(100_000);
          });
    }
    assertThat(text(body)).isEqualTo("x".repeat(100_000));
    assertThat(arrays).hasValueLessThan(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {UNKNOWN, 0, 3, 5_000, 9_000})
  void streamIsReadToItsEndWhateverLengthIsDeclared(long declared) throws Exception {
    String content = "0123456789".repeat(500);
    assertThat(read(content, 5_000, declared)).isEqualTo(content);
    assertThat(read(content, 9_000, declared)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(longs = {UNKNOWN, 3, 5_000})
  void largerStreamFailsOneByteBehindTheLimit(long declared) {
    byte[] content = new byte[10_000];
    ByteArrayInputStream in = new ByteArrayInputStream(content);
    BoundedBody body = new BoundedBody(5_000, declared);
    assertTooLarge(
        () -> {
          while (body.readFrom(in)) {
            assertThat(body.size()).isLessThanOrEqualTo(5_000);
          }
        });
    assertThat(in.available()).isEqualTo(4_999);
  }

  private static String read(String content, int maxBytes, long declared) throws IOException {
    if (declared > maxBytes) {
      return content;
    }
    BoundedBody body = new BoundedBody(maxBytes, declared);
    InputStream in = stream(content);
    while (body.readFrom(in)) {
      assertThat(body.size()).isPositive();
    }
    return text(body);
  }

  private static InputStream stream(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII));
  }

  private static void add(BoundedBody body, String part) {
    body.add(ByteBuffer.wrap(part.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String text(BoundedBody body) {
    return new String(body.bytes(), StandardCharsets.US_ASCII);
  }

  private static void assertTooLarge(ThrowingCode code) {
    assertThatExceptionOfType(BodyTooLargeException.class).isThrownBy(code::run);
  }

  private interface ThrowingCode {
    void run() throws Exception;
  }
}
