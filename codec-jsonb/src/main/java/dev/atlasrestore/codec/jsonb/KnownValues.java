package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.JobStatus;
import org.jspecify.annotations.Nullable;

/** Shares the values that everybody knows; an unknown one is made as it came. */
final class KnownValues {

  private KnownValues() {}

  static JobStatus jobStatus(String text) {
    return switch (text) {
      case "IN_PROGRESS" -> JobStatus.IN_PROGRESS;
      case "FINISHED" -> JobStatus.FINISHED;
      case "BROKEN" -> JobStatus.BROKEN;
      case "KILLED" -> JobStatus.KILLED;
      default -> new JobStatus(text);
    };
  }

  static @Nullable DeliveryStatus deliveryStatus(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "NOT_STARTED" -> DeliveryStatus.NOT_STARTED;
      case "PENDING" -> DeliveryStatus.PENDING;
      case "IN_PROGRESS" -> DeliveryStatus.IN_PROGRESS;
      case "READY" -> DeliveryStatus.READY;
      case "FAILED" -> DeliveryStatus.FAILED;
      case "INTERRUPTED" -> DeliveryStatus.INTERRUPTED;
      case "EXPIRED" -> DeliveryStatus.EXPIRED;
      case "MAX_DOWNLOADS_EXCEEDED" -> DeliveryStatus.MAX_DOWNLOADS_EXCEEDED;
      default -> new DeliveryStatus(text);
    };
  }

  static @Nullable DeliveryMethod deliveryMethod(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "HTTP" -> DeliveryMethod.HTTP;
      case "QUERY" -> DeliveryMethod.QUERY;
      case "SCP" -> DeliveryMethod.SCP;
      case "AUTOMATED_RESTORE" -> DeliveryMethod.AUTOMATED_RESTORE;
      case "CLIENT_PIT_HTTP" -> DeliveryMethod.CLIENT_PIT_HTTP;
      case "CLIENT_PIT_SCP" -> DeliveryMethod.CLIENT_PIT_SCP;
      case "THIRD_PARTY_COPY" -> DeliveryMethod.THIRD_PARTY_COPY;
      default -> new DeliveryMethod(text);
    };
  }
}
