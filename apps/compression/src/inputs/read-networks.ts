import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobFiles } from '@polymath/engine-host';
import { disposeNetwork, type Network } from '@polymath/tensor';
import { readClassifier } from './classifier-file.js';

/** The networks in artifacts. @throws as {@link readClassifier}, with none of them left */
export function readNetworks(
  files: Pick<JobFiles, 'input'>,
  artifacts: readonly Artifact[],
): Network[] {
  const networks: Network[] = [];
  return freeingOnError(networks, () => {
    for (const artifact of artifacts) networks.push(readClassifier(files, artifact));
    return networks;
  });
}

/** The result of some work; where it fails, the networks are freed. */
export function freeingOnError<Result>(networks: readonly Network[], work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    networks.forEach(disposeNetwork);
    throw error;
  }
}
