import { disposeNetwork, type Network, type Training } from '@polymath/tensor';

/** A training that frees, at its end, the networks that it works with. */
export function withNetworks(training: Training, ...networks: readonly Network[]): Training {
  return {
    run: (signal) => training.run(signal),
    save: () => training.save(),
    load: (snapshot) => training.load(snapshot),
    dispose: () => {
      training.dispose();
      networks.forEach(disposeNetwork);
    },
  };
}

/** What `open` gives; a network that it was opened for is freed where it fails. */
export function openOrFree<Opened>(network: Network, open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    disposeNetwork(network);
    throw error;
  }
}

/** {@link openOrFree} of what is opened in its own time. */
export async function freeOnFailure<Opened>(
  network: Network,
  opened: Promise<Opened>,
): Promise<Opened> {
  try {
    return await opened;
  } catch (error) {
    disposeNetwork(network);
    throw error;
  }
}
