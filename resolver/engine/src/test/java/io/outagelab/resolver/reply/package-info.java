/** Tests of what the package promises. */
@NullMarked
package io.outagelab.resolver.reply;

import org.jspecify.annotations.NullMarked;
