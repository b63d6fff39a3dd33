/** The resolver against a pretend Internet with a virtual clock. */
@NullMarked
package io.outagelab.resolver;

import org.jspecify.annotations.NullMarked;
