package io.outagelab.configpush;

import java.util.List;

/** What an audit came to. */
public sealed interface AuditResult {
  /** Nothing speaks against the change; {@code summary} says what was counted. */
  record Passed(String summary) implements AuditResult {}

  /** The change must not go out, for each of these reasons: at least one. */
  record Refused(List<String> findings) implements AuditResult {
    /** Keeps its own copy of the findings. */
    public Refused {
      findings = List.copyOf(findings);
    }

    /** The findings as one sentence. */
    public String reason() {
      return String.join("; ", findings);
    }
  }
}
