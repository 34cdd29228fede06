/** Names of the workloads, as `peer/train.py` knows them too. */
export const workloadNames = [
  'lenet5',
  'resnet14',
  'kegnet-beta0',
  'kegnet-beta1',
  'sparse-autoencoder',
  'q-network',
  'gradient-penalty',
] as const;

/** One of {@link workloadNames}. */
export type WorkloadName = (typeof workloadNames)[number];
