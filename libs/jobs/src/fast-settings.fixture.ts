import { defaultConnectionSettings, type ConnectionSettings } from '@polymath/events';
import { defaultJobSettings, type JobSettings } from './settings.js';

/** Settings under which every fault is over within seconds, also on a machine that has much else to do. */
export const fastSettings: JobSettings = {
  ...defaultJobSettings,
  ackWaitMs: 1500,
  graceMs: 1000,
  heartbeatMs: 300,
  holdRequestMs: 500,
  retryMs: 50,
  sweepMs: 100,
  backoffMs: [100, 300],
  drainMs: 5000,
};

/** The connection that goes with them. */
export const fastConnection: Omit<ConnectionSettings, 'url'> = {
  ...defaultConnectionSettings,
  name: 'test',
  reconnectWaitMs: 50,
  requestTimeoutMs: 3000,
};
