package dev.atlasrestore.codec.jsonb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests documents of 50 MB. The timeout is exceeded if time grows faster than the size. */
@Timeout(20)
class LargeDocumentTest {

  private static final int SIZE = 50_000_000;
  private static final byte[] REQUIRED_MEMBERS =
      CodecFixture.minimalJob().substring(1).getBytes(US_ASCII);

  @Test
  void unknownStringOf50MegabytesIsIgnored() {
    assertThat(CodecFixture.CODEC.read(document("{\"x\":\"", 'x', "\",")).job())
        .isEqualTo(CodecFixture.decodeJob(CodecFixture.minimalJob()));
  }

  @Test
  void knownStringOf50MegabytesIsDecoded() {
    assertThat(
            CodecFixture.CODEC
                .read(document("{\"clusterName\":\"", 'x', "\","))
                .job()
                .clusterName())
        .hasValueSatisfying(text -> assertThat(text.length()).isEqualTo(SIZE));
  }

  @Test
  void timestampOf50MegabytesIsAnErrorThatNamesTheMember() {
    assertThat(
            CodecFixture.decodingError(document("{\"created\":\"", '0', "\",\"x\":{},")).member())
        .contains("created");
  }

  @Test
  void numberOf50MegabytesIsUnreadable() {
    byte[] body = document("{\"delivery\":{\"maxDownloads\":", '7', "},");
    assertThat(CodecFixture.CODEC.read(body).job().unreadable())
        .containsExactly("delivery.maxDownloads");
  }

  @Test
  void unknownNameOf50MegabytesIsIgnored() {
    assertThat(CodecFixture.CODEC.read(document("{\"", 'x', "\":1,")).job())
        .isEqualTo(CodecFixture.decodeJob(CodecFixture.minimalJob()));
  }

  @Test
  void whiteSpaceOf50MegabytesIsIgnored() {
    assertThat(CodecFixture.CODEC.read(document("{", ' ', "")).job())
        .isEqualTo(CodecFixture.decodeJob(CodecFixture.minimalJob()));
  }

  @Test
  void openingBracketsOf50MegabytesAreAnError() {
    assertThat(CodecFixture.decodingError(document("{\"x\":", '[', "")).member()).isEmpty();
  }

  @Test
  void unterminatedStringOf50MegabytesIsAnError() {
    byte[] body = document("{\"id\":\"", 'x', "");
    assertThat(CodecFixture.decodingError(Arrays.copyOf(body, SIZE)).member()).isEmpty();
  }

  private static byte[] document(String start, char filler, String end) {
    byte[] prefix = start.getBytes(US_ASCII);
    byte[] suffix = end.getBytes(US_ASCII);
    byte[] body = new byte[prefix.length + SIZE + suffix.length + REQUIRED_MEMBERS.length];
    System.arraycopy(prefix, 0, body, 0, prefix.length);
    Arrays.fill(body, prefix.length, prefix.length + SIZE, (byte) filler);
    System.arraycopy(suffix, 0, body, prefix.length + SIZE, suffix.length);
    System.arraycopy(
        REQUIRED_MEMBERS, 0, body, body.length - REQUIRED_MEMBERS.length, REQUIRED_MEMBERS.length);
    return body;
  }
}
