package io.outagelab.configpush;

/** A known fault of the audit that a world can switch on. */
public enum AuditBug {
  /** The audit is right. */
  NONE,
  /**
   * The audit counts the planes that a change <em>names</em> and forgets to expand the selector
   * {@code all}. A change that lists every plane is still refused; one that says {@code all} names
   * none, so nothing is counted against it and it passes.
   */
  IGNORES_SELECTOR_ALL
}
