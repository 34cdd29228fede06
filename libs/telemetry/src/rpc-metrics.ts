import { Gauge, Histogram, type Registry } from 'prom-client';
import type { CallObserver } from '@polymath/service-kit';

/** From a call to a loaded model, under a millisecond, to the usual deadline of 30 s; streams may last longer. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts and times the calls that a server answers. */
export function rpcMetrics(registry: Registry): CallObserver {
  const registers = [registry];
  const duration = new Histogram({
    name: 'polymath_rpc_duration_seconds',
    help: 'From the begin of a call to its answer or, of a stream, its end',
    labelNames: ['service', 'method', 'code'] as const,
    ...{ buckets, registers },
  });
  const inFlight = new Gauge({
    name: 'polymath_rpc_in_flight',
    help: 'Calls that are being answered',
    labelNames: ['service', 'method'] as const,
    registers,
  });
  return (call) => {
    const startMs = performance.now();
    inFlight.inc({ ...call });
    return (code) => {
      inFlight.dec({ ...call });
      duration.observe({ ...call, code }, (performance.now() - startMs) / 1000);
    };
  };
}
