/** What the controller and the routers say to each other. */
@NullMarked
package io.outagelab.core.config;

import org.jspecify.annotations.NullMarked;
