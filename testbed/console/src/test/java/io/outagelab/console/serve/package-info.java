@NullMarked
package io.outagelab.console.serve;

import org.jspecify.annotations.NullMarked;
