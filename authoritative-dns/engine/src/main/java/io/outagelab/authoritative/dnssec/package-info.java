/**
 * Signing of zones: keys, signatures, chains of denial, and the machine that renews signatures
 * before they expire ({@link io.outagelab.authoritative.dnssec.Resigner}).
 */
@NullMarked
package io.outagelab.authoritative.dnssec;

import org.jspecify.annotations.NullMarked;
