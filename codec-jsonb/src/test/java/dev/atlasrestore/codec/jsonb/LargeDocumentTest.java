package dev.atlasrestore.codec.jsonb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 50 MB take their time, but no more than that: what grows faster does not end in time. */
@Timeout(20)
class LargeDocumentTest {

  private static final int SIZE = 50_000_000;
  private static final byte[] END = Reading.minimal().substring(1).getBytes(US_ASCII);

  @Test
  void anUnknownTextOf50MegabytesIsSkipped() {
    assertThat(Reading.CODEC.read(document("{\"x\":\"", 'x', "\",")).job())
        .isEqualTo(Reading.job(Reading.minimal()));
  }

  @Test
  void aKnownTextOf50MegabytesIsRead() {
    assertThat(Reading.CODEC.read(document("{\"clusterName\":\"", 'x', "\",")).job().clusterName())
        .hasValueSatisfying(text -> assertThat(text.length()).isEqualTo(SIZE));
  }

  @Test
  void aTimestampOf50MegabytesIsRefusedByName() {
    assertThat(Reading.refused(document("{\"created\":\"", '0', "\",\"x\":{},")).member())
        .contains("created");
  }

  @Test
  void aNumberOf50MegabytesIsRefusedByName() {
    assertThat(Reading.refused(document("{\"delivery\":{\"maxDownloads\":", '7', "},")).member())
        .contains("delivery.maxDownloads");
  }

  @Test
  void aNameOf50MegabytesIsSkipped() {
    assertThat(Reading.CODEC.read(document("{\"", 'x', "\":1,")).job())
        .isEqualTo(Reading.job(Reading.minimal()));
  }

  @Test
  void whiteSpaceOf50MegabytesIsSkipped() {
    assertThat(Reading.CODEC.read(document("{", ' ', "")).job())
        .isEqualTo(Reading.job(Reading.minimal()));
  }

  @Test
  void fiftyMegabytesOfOpeningBracketsAreRefused() {
    assertThat(Reading.refused(document("{\"x\":", '[', "")).member()).isEmpty();
  }

  @Test
  void aTextThatDoesNotEndIsRefused() {
    byte[] body = document("{\"id\":\"", 'x', "");
    assertThat(Reading.refused(Arrays.copyOf(body, SIZE)).member()).isEmpty();
  }

  private static byte[] document(String start, char filling, String afterwards) {
    byte[] before = start.getBytes(US_ASCII);
    byte[] after = afterwards.getBytes(US_ASCII);
    byte[] body = new byte[before.length + SIZE + after.length + END.length];
    System.arraycopy(before, 0, body, 0, before.length);
    Arrays.fill(body, before.length, before.length + SIZE, (byte) filling);
    System.arraycopy(after, 0, body, before.length + SIZE, after.length);
    System.arraycopy(END, 0, body, body.length - END.length, END.length);
    return body;
  }
}
