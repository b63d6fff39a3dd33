package io.outagelab.world;

import java.time.Duration;

/**
 * A point on the globe.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 */
public record Location(double latitude, double longitude) {
  private static final double EARTH_RADIUS_KM = 6_371.0;

  /** Light in glass: two thirds of its speed in vacuum. */
  private static final double FIBRE_KM_PER_SECOND = 299_792.458 * 2 / 3;

  /** No link is shorter than a building: 0.1 ms. */
  private static final Duration LEAST = Duration.ofNanos(100_000);

  /** The distance along the great circle, in kilometres. */
  public double distanceTo(Location other) {
    double dLatitude = Math.toRadians(other.latitude - latitude);
    double dLongitude = Math.toRadians(other.longitude - longitude);
    double haversine =
        square(StrictMath.sin(dLatitude / 2))
            + StrictMath.cos(Math.toRadians(latitude))
                * StrictMath.cos(Math.toRadians(other.latitude))
                * square(StrictMath.sin(dLongitude / 2));
    return 2 * EARTH_RADIUS_KM * StrictMath.asin(Math.min(1, Math.sqrt(haversine)));
  }

  /** How long light needs in fibre along the great circle, to the microsecond. */
  public Duration latencyTo(Location other) {
    long micros = Math.round(distanceTo(other) / FIBRE_KM_PER_SECOND * 1_000_000);
    Duration latency = Duration.ofNanos(micros * 1_000);
    return latency.compareTo(LEAST) < 0 ? LEAST : latency;
  }

  private static double square(double x) {
    return x * x;
  }
}
