/**
 * Transaction signatures (RFC 8945): keys, the TSIG record, and both ends of a signed conversation.
 * Pure: the time is an argument.
 */
@NullMarked
package io.outagelab.authoritative.tsig;

import org.jspecify.annotations.NullMarked;
