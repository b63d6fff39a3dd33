/** The lab as a name server between other makers' name servers. */
@NullMarked
package io.outagelab.console.serve.interop;

import org.jspecify.annotations.NullMarked;
