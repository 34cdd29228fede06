import {
  lenet5,
  resnet,
  resnet14,
  smallCnn,
  wideResnet,
  type LabelledSource,
} from '@polymath/compression';
import { Architecture, type NewNetwork } from '@polymath/contracts/polymath/compression/v1/network';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { disposeNetwork, type Graph } from '@polymath/tensor';
import { checkTakes } from './check-takes.js';
import { readClassifier } from './classifier-file.js';

/** What a network is built for. */
export interface Purpose {
  /** Of an image: [height, width, channels] */
  shape: readonly number[];
  classes: number;
}

type Build = (purpose: { channels: number; classes: number }) => Graph;

const of32Pixels: Partial<Record<Architecture, Build>> = {
  [Architecture.ARCHITECTURE_LENET5]: lenet5,
  [Architecture.ARCHITECTURE_RESNET14]: resnet14,
  [Architecture.ARCHITECTURE_RESNET20]: (purpose) => resnet({ depth: 20, ...purpose }),
  [Architecture.ARCHITECTURE_RESNET32]: (purpose) => resnet({ depth: 32, ...purpose }),
  [Architecture.ARCHITECTURE_RESNET56]: (purpose) => resnet({ depth: 56, ...purpose }),
  [Architecture.ARCHITECTURE_RESNET110]: (purpose) => resnet({ depth: 110, ...purpose }),
  [Architecture.ARCHITECTURE_WRN_16_1]: (purpose) =>
    wideResnet({ depth: 16, width: 1, ...purpose }),
  [Architecture.ARCHITECTURE_WRN_16_2]: (purpose) =>
    wideResnet({ depth: 16, width: 2, ...purpose }),
  [Architecture.ARCHITECTURE_WRN_40_1]: (purpose) =>
    wideResnet({ depth: 40, width: 1, ...purpose }),
  [Architecture.ARCHITECTURE_WRN_40_2]: (purpose) =>
    wideResnet({ depth: 40, width: 2, ...purpose }),
};

/** The artifact that a new network is made like, if any. */
export function likeArtifacts(given: NewNetwork | undefined): Artifact[] {
  return given?.network?.$case === 'like' ? [given.network.value] : [];
}

/**
 * The layers of a network to be trained.
 * @throws invalid-input when it takes images of another size
 */
export function newGraph(
  given: NewNetwork | undefined,
  purpose: Purpose,
  files: Pick<JobFiles, 'input'>,
): Graph {
  if (given?.network?.$case === 'like') return graphLike(given.network.value, purpose, files);
  const architecture = given?.network?.value ?? Architecture.ARCHITECTURE_UNSPECIFIED;
  return architectureGraph(architecture, purpose, given?.widths);
}

/**
 * The layers of an architecture.
 * @param widths of the small CNN; its usual ones unless given
 * @throws invalid-input when it takes images of another size
 */
export function architectureGraph(
  architecture: Architecture,
  { shape, classes }: Purpose,
  widths: readonly number[] = [],
): Graph {
  const [height = 0, width = 0, channels = 1] = shape;
  if (architecture === Architecture.ARCHITECTURE_SMALL_CNN) {
    if (height !== width) throw misfit('square images', shape);
    const given = widths.length > 0 ? { widths } : {};
    return smallCnn({ size: height, channels, classes, ...given });
  }
  if (height !== 32 || width !== 32) throw misfit('images of 32x32 pixels', shape);
  const build = of32Pixels[architecture];
  if (!build) throw new PolymathError('internal', `no architecture ${architecture}`);
  return build({ channels, classes });
}

function graphLike(like: Artifact, { shape }: Purpose, files: Pick<JobFiles, 'input'>): Graph {
  const { graph, parameters } = readClassifier(files, like);
  disposeNetwork({ graph, parameters });
  checkTakes('the network', { graph }, shape);
  return graph;
}

/** How many classes labels name: one more than the largest. */
export function classCount({ labels }: LabelledSource): number {
  return labels.reduce((most, label) => Math.max(most, label + 1), 0);
}

const misfit = (expected: string, [height, width]: readonly number[]) =>
  new PolymathError(
    'invalid-input',
    `the architecture takes ${expected}, got ${height}x${width}: set resize_height and resize_width`,
  );
