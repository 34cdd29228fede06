import { lenet5, resnet14 } from '@polymath/compression';
import { classifierWorkload } from './classifier.js';
import { gradientPenaltyWorkload } from './gradient-penalty.js';
import { kegnetWorkload } from './kegnet.js';
import type { WorkloadName } from './names.js';
import { qNetworkWorkload } from './q-network.js';
import { sparseAutoencoderWorkload } from './sparse-autoencoder.js';
import type { Workload } from './workload.js';

/** After how many steps the losses of both sides are compared. */
export const comparedSteps = 50;

/** Every workload, by the name under which `peer/train.py` does the same. */
export const workloads = {
  lenet5: () => classifierWorkload(lenet5()),
  resnet14: () => classifierWorkload(resnet14()),
  'kegnet-beta0': () => kegnetWorkload(0),
  'kegnet-beta1': () => kegnetWorkload(1),
  'sparse-autoencoder': sparseAutoencoderWorkload,
  'q-network': qNetworkWorkload,
  'gradient-penalty': gradientPenaltyWorkload,
} satisfies Record<WorkloadName, () => Workload>;
