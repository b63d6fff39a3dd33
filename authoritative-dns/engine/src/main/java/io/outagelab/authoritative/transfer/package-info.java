/**
 * How zones move between name servers: AXFR (RFC 5936), IXFR (RFC 1995), NOTIFY (RFC 1996) and the
 * refresh of a secondary (RFC 1034 §4.3.5).
 */
@NullMarked
package io.outagelab.authoritative.transfer;

import org.jspecify.annotations.NullMarked;
