/**
 * DNS vocabulary and codec, over dnsjava's names, records and wire format. Of dnsjava's own Lookup,
 * Cache, Resolver and Zone nothing is used: they read clocks and keep statics.
 */
@NullMarked
package io.outagelab.core.dns;

import org.jspecify.annotations.NullMarked;
