import { PolymathError } from '@polymath/errors';

/** How a process reaches NATS; every time is in milliseconds. */
export interface ConnectionSettings {
  /** E.g. `nats://127.0.0.1:4222`; several, separated by commas, for a cluster. */
  url: string;
  /** What the server calls this client in its logs. */
  name: string;
  /** Pause between two attempts to reconnect; there is no last attempt. */
  reconnectWaitMs: number;
  pingIntervalMs: number;
  /** Pings without an answer after which the connection counts as lost. */
  maxPingOut: number;
  /** How long one request may stay without an answer: this is what a frozen server costs. */
  requestTimeoutMs: number;
}

/** The settings that were tried under faults; a deployment gives url and name. */
export const defaultConnectionSettings: Omit<ConnectionSettings, 'url' | 'name'> = {
  reconnectWaitMs: 1000,
  pingIntervalMs: 5000,
  maxPingOut: 2,
  requestTimeoutMs: 2000,
};

const oldest = [2, 14] as const;

/**
 * Refuses servers older than 2.14, which ignore features that we use without a word. Throws
 * `failed-precondition`.
 */
export function checkServerVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new PolymathError(
    'failed-precondition',
    `nats-server must be ${oldest.join('.')} or newer, got ${version}`,
  );
}
