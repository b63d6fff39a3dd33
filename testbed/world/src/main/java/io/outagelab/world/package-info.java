/**
 * The world: the sites, links, nodes, zones, apps and people that a lab plays, read from a folder
 * of data files, validated as a whole and addressed. Engines know no name from it.
 */
@NullMarked
package io.outagelab.world;

import org.jspecify.annotations.NullMarked;
