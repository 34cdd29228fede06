/**
 * The times of the services, in milliseconds: all scaled down together, the grace five times the wait before a reconnect. A
 * holder that is silent for about 4 s (`ackWaitMs`, `graceMs` and the question) loses its job.
 */
export const serviceTimes = {
  reconnectWaitMs: '200',
  graceMs: '1000',
  ackWaitMs: '2000',
  heartbeatMs: '500',
  sweepMs: '1000',
  checkpointMs: '100',
  hangMs: '30000',
};

/** Bad luck is not to be taken for a broken job: a run kills far more often than three times in a row. */
export const maxAttempts = '1000';

/** How long a service that could not start waits until it tries again, in milliseconds. */
export const restartMs = 200;

/** How long a submission waits for its answer, and how long until it is repeated, in milliseconds. */
export const submitTimes = { timeoutMs: 3000, againMs: 200 };
