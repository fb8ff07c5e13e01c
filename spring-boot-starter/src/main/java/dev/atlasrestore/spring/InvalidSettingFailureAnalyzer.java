package dev.atlasrestore.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a wrong setting when the application fails to start. */
final class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidSettingException cause) {
    return new FailureAnalysis(
        "The client for restore jobs cannot be configured. " + cause.getMessage() + ".",
        "Set the property "
            + cause.property()
            + ", or the environment variable "
            + cause.variable()
            + ".",
        cause);
  }
}
