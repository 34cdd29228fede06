/** How the services of a soak differ from those of a chaos run, in milliseconds: what is kept is removed within a minute or two. */
export const soakSettings = {
  /** So that records, events and outputs come to a balance early in the run. */
  keepJobsMs: '60000',
  /** Of blobs that nobody names; in the worst case an input waits half of it for its first job. */
  keepUnnamedMs: '20000',
  /** Shorter than the pause between two kills of nats-server: a collection needs so long a connection. */
  collectMs: '5000',
};

/** The pace of a soak, in milliseconds. */
export const pace = {
  submitMs: 1000,
  /** On average; at least half of it, at most one and a half times as much. */
  killMs: 20_000,
  garbageMs: 5000,
  sampleMs: 5000,
};
