import { lenet5, resnet14 } from '@polymath/compression';
import { classifierWorkload } from './classifier.js';
import { gradientPenaltyWorkload } from './gradient-penalty.js';
import { kegnetWorkload } from './kegnet.js';
import { qNetworkWorkload } from './q-network.js';
import { sparseAutoencoderWorkload } from './sparse-autoencoder.js';
import type { Workload } from './workload.js';

/** Every workload, by the name under which `peer/train.py` does the same. */
export const workloads: Readonly<Record<string, () => Workload>> = {
  lenet5: () => classifierWorkload(lenet5()),
  resnet14: () => classifierWorkload(resnet14()),
  'kegnet-beta0': () => kegnetWorkload(0),
  'kegnet-beta1': () => kegnetWorkload(1),
  'sparse-autoencoder': sparseAutoencoderWorkload,
  'q-network': qNetworkWorkload,
  'gradient-penalty': gradientPenaltyWorkload,
};
