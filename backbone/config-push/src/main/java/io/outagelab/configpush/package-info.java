/**
 * How configuration reaches routers: change documents, their audit, the controller that pushes them
 * and takes them back, and the operator who asks for it.
 */
@NullMarked
package io.outagelab.configpush;

import org.jspecify.annotations.NullMarked;
