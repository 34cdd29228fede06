import { jetstream, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { fromNatsError, natsIsAway } from './nats-error.js';
import { checkServerVersion, type ConnectionSettings } from './settings.js';

/** One process's way to NATS. It reconnects by itself for as long as it takes. */
export interface EventsConnection {
  readonly nats: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly settings: ConnectionSettings;
  /** False from the moment the connection is lost. */
  readonly connected: boolean;
  /** Milliseconds since the last connect or reconnect, by a clock that never jumps; 0 while disconnected. */
  connectedForMs(): number;
  /** Throws `unavailable` at once while disconnected, so that no call waits for its timeout. */
  requireConnected(): void;
  /** Resolves once connected. Throws `unavailable` when the connection is closed, or the signal's reason. */
  whenConnected(signal?: AbortSignal): Promise<void>;
  /** Calls the listener after each reconnect, until the returned function is called. */
  onReconnect(listener: () => void): () => void;
  close(): Promise<void>;
}

/**
 * Connects and checks the server's version. Throws `unavailable` when no server answers and
 * `failed-precondition` when it is too old or has no JetStream.
 */
export async function connectEvents(settings: ConnectionSettings): Promise<EventsConnection> {
  const nats = await connect({
    servers: settings.url.split(','),
    name: settings.name,
    reconnectTimeWait: settings.reconnectWaitMs,
    reconnectJitter: 0,
    maxReconnectAttempts: -1,
    pingInterval: settings.pingIntervalMs,
    maxPingOut: settings.maxPingOut,
  }).catch((error: unknown) => {
    throw fromNatsError(error);
  });
  try {
    checkServerVersion(nats.info?.version ?? 'unknown');
    const client = jetstream(nats, { timeout: settings.requestTimeoutMs });
    const manager = await client.jetstreamManager();
    const { isConnected, ...following } = followStatus(nats);
    return {
      nats,
      jetstream: client,
      manager,
      settings,
      ...following,
      get connected() {
        return isConnected();
      },
    };
  } catch (error) {
    await nats.close();
    throw fromNatsError(error);
  }
}

type Following = Omit<
  EventsConnection,
  'nats' | 'jetstream' | 'manager' | 'settings' | 'connected'
> & { isConnected: () => boolean };

/** Keeps account of connects and disconnects. */
function followStatus(nats: NatsConnection): Following {
  let connectedSince: number | undefined = performance.now();
  const waiting = new Set<() => void>();
  const listeners = new Set<() => void>();
  const follow = async () => {
    for await (const { type } of nats.status()) {
      if (type === 'disconnect' || type === 'close') connectedSince = undefined;
      if (type !== 'reconnect') continue;
      connectedSince = performance.now();
      for (const listener of [...waiting, ...listeners]) listener();
    }
    // The connection is closed for good: whoever waits finds that out by being called.
    connectedSince = undefined;
    for (const listener of waiting) listener();
  };
  void follow();
  const isConnected = () => connectedSince !== undefined && !nats.isClosed();
  const requireConnected = () => {
    if (!isConnected()) throw natsIsAway();
  };
  return {
    isConnected,
    connectedForMs: () => (connectedSince === undefined ? 0 : performance.now() - connectedSince),
    requireConnected,
    whenConnected: async (signal) => {
      if (!isConnected() && !nats.isClosed()) await nextCall(waiting, signal);
      signal?.throwIfAborted();
      requireConnected();
    },
    onReconnect: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      if (nats.isClosed()) return;
      // A drain needs an answer of the server; without a server there is nothing to wait for.
      await (isConnected() ? nats.drain() : nats.close());
    },
  };
}

/** Resolves when a listener of the set is called, or the signal aborted. */
async function nextCall(
  listeners: Set<() => void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      listeners.delete(done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    listeners.add(done);
    signal?.addEventListener('abort', done);
  });
}
