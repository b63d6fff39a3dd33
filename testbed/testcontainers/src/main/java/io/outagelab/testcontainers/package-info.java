/** The live lab as containers that a test starts and stops. */
@NullMarked
package io.outagelab.testcontainers;

import org.jspecify.annotations.NullMarked;
