/** The shell of the API: hears of everything that happens in a lab, and tells people and tools. */
@NullMarked
package io.outagelab.api;

import org.jspecify.annotations.NullMarked;
