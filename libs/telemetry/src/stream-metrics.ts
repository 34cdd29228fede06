import type { RunningServer } from '@polymath/service-kit';
import { Gauge, type Registry } from 'prom-client';

/** Shows the streams that a server has open, beside the most that it may have. */
export function showStreams(registry: Registry, streams: RunningServer['streams']): void {
  const registers = [registry];
  new Gauge({
    name: 'polymath_open_streams',
    help: 'Streams that are open: calls whose requests or responses are a stream',
    labelNames: ['service', 'method'] as const,
    registers,
    collect() {
      for (const { open, ...call } of streams.counts()) this.set(call, open);
    },
  });
  new Gauge({
    name: 'polymath_open_streams_limit',
    help: 'The most streams of one method that may be open; further ones are refused',
    registers,
  }).set(streams.most);
}
