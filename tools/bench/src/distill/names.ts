/** Names of what is compared, as in the table; the first learns from labels alone. */
export const methodNames = [
  'alone',
  'KD',
  'FitNets (2 stages)',
  'FitNets (1 stage)',
  'AT',
  'RKD',
  'KD + RKD',
] as const;

/** One of {@link methodNames}. */
export type MethodName = (typeof methodNames)[number];
