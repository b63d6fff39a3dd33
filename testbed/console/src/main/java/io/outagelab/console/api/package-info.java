/** The HTTP API of a live lab: its server, its client and the JSON between them. */
@NullMarked
package io.outagelab.console.api;

import org.jspecify.annotations.NullMarked;
