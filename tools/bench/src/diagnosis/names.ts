/** What is compared: the method, the same with other filters, and features that nothing is learned for. */
export const methods = ['NSAE-LCN', 'SAE-LCN', 'RAND-LCN', 'SPEC', 'STAT'] as const;

/** One of {@link methods}. */
export type Method = (typeof methods)[number];

/** Names of the protocols, from the easiest to the hardest. */
export const protocols = ['random', 'within', 'one-load', 'leave-load', 'leave-severity'] as const;

/** One of {@link protocols}. */
export type Protocol = (typeof protocols)[number];

/** All parts of the bench in their order: the protocols, then what stands beside them. */
export const parts = [
  ...protocols,
  'shaft-lines',
  'quality',
  'envelope',
  'filters',
  'offsets',
  'novelty',
  'calibration',
  'simulated',
  'drift',
] as const;
