package io.outagelab.backbone;

/**
 * One plane of the backbone, as the looking glass shows it.
 *
 * @param plane its number, from 1
 * @param up how many of its long-haul links are in use
 * @param total how many it has
 */
public record PlaneStatus(int plane, int up, int total) {}
