/** Tests of the BGP speaker, and the fakes that they share. */
@NullMarked
package io.outagelab.backbone.bgp;

import org.jspecify.annotations.NullMarked;
