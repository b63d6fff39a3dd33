/**
 * Reads YAML files whose mistakes a person has to find: descriptors ({@link
 * io.outagelab.world.yaml.Shape}) turn a document into typed values, collect every problem with its
 * file, line, key, value and what would be allowed, and print themselves as JSON Schema.
 *
 * <pre>
 *   file --YamlReader--> YamlNode --(YamlMerge overlays)--> YamlNode --Shape.read--> value
 *                            \                                   |
 *                             +---- Problem, Problem, ... &lt;------+
 * </pre>
 */
@NullMarked
package io.outagelab.world.yaml;

import org.jspecify.annotations.NullMarked;
