import type { EventsConnection } from '@polymath/events';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Shows how the connection to NATS stands. The connection outlives the registry: nothing is taken back. */
export function showNats(registry: Registry, connection: EventsConnection): void {
  const registers = [registry];
  new Gauge({
    name: 'polymath_nats_connected',
    help: '1 while this service is connected to NATS, else 0',
    registers,
    collect() {
      this.set(connection.connected ? 1 : 0);
    },
  });
  const reconnects = new Counter({
    name: 'polymath_nats_reconnects_total',
    help: 'How often a lost connection to NATS came back',
    registers,
  });
  connection.onReconnect(() => reconnects.inc());
}
