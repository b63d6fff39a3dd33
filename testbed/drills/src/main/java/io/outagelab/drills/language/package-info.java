/**
 * The drill language: what a drill file says, read into typed values with every mistake reported at
 * once.
 */
@NullMarked
package io.outagelab.drills.language;

import org.jspecify.annotations.NullMarked;
