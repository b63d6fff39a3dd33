/** Addresses, prefixes, packets and what becomes of a packet. */
@NullMarked
package io.outagelab.core.net;

import org.jspecify.annotations.NullMarked;
