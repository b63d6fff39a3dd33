/**
 * What people meet: front ends and the back ends behind them, the crowd that uses them, door
 * readers and internal tools, and the watchers that say how names and apps are doing.
 *
 * <pre>
 *   Crowd, ClientCheck, AppMonitor ──request──▶ Service (front end) ──request──▶ Service (back end)
 *            │                                       │
 *            └──────── name ────▶ resolver ◀── name ─┘ ◀── NameProber
 * </pre>
 *
 * <p>Every player is a {@link io.outagelab.core.Machine} of {@link io.outagelab.apps.AppInput} and
 * {@link io.outagelab.apps.AppEffect}. None of them knows whether there is an outage: each sees
 * only its own lookups and calls succeed or fail. All durations are lab time; whoever builds the
 * configurations has scaled them.
 */
@NullMarked
package io.outagelab.apps;

import org.jspecify.annotations.NullMarked;
