/** Zones: read from master files, checked as a whole, immutable, looked up by name. */
@NullMarked
package io.outagelab.authoritative.zone;

import org.jspecify.annotations.NullMarked;
