import { orDefault } from '@polymath/area/inputs';
import {
  Features,
  Filters,
  Filters_Kind,
  Pooling,
  type TrainDiagnoserRequest,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { nsaeFilters, paperConfig, recognizerDefaults, saeFilters, servingConfig, type FilterConfig, type NsaeLcnConfig, type Pooling as PoolingName } from '@polymath/diagnosis'; // prettier-ignore

/** Pairs of an enum's number and the method's name. */
export const poolingNames = new Map<Pooling, PoolingName>([
  [Pooling.POOLING_MEAN, 'mean'],
  [Pooling.POOLING_MAX, 'max'],
  [Pooling.POOLING_RMS, 'rms'],
  [Pooling.POOLING_KURTOSIS, 'kurtosis'],
]);

/** Samples a window, of a request with its default. */
export const windowLengthOf = ({ windowLength }: TrainDiagnoserRequest) =>
  orDefault(windowLength, 1200);

/** The settings of a request with their defaults, which are those for serving but with logarithms. */
export function trainingConfigOf(request: TrainDiagnoserRequest): NsaeLcnConfig {
  const filters = request.filters ?? noFilters;
  const features = request.features ?? noFeatures;
  const scale = features.scalePerWindow ? 'per-window' : 'absolute';
  return {
    levels: { removeMean: true, scale },
    segments: {
      count: orDefault(filters.segments, servingConfig.segments.count),
      length: orDefault(filters.length, servingConfig.segments.length),
    },
    projection: filters.whiten ? paperConfig.projection : servingConfig.projection,
    filters: filtersOf(filters),
    features: {
      stride: orDefault(features.stride, servingConfig.features.stride),
      poolings: features.poolings.length > 0 ? features.poolings.map((each) => poolingNames.get(each)!) : ['mean'],
      logarithm: !features.linear,
    },
    recognizer: recognizerOf(request),
    seed: Number(request.seed),
  }; // prettier-ignore
}

const noFilters = Filters.create();
const noFeatures = Features.create();

function filtersOf({ kind, count, iterations, sparsity }: Filters): FilterConfig {
  const outputs = orDefault(count, 100);
  if (kind === Filters_Kind.KIND_RANDOM) return { kind: 'random', outputs };
  const usual = kind === Filters_Kind.KIND_SAE ? saeFilters : nsaeFilters;
  const minimizer = {
    kind: 'lbfgs',
    iterations: orDefault(iterations, 150),
    history: 20,
  } as const;
  const common = { ...usual, outputs, minimizer } as Exclude<FilterConfig, { kind: 'random' }>;
  if (common.kind === 'sae' || sparsity === undefined) return common;
  return { ...common, sparsity };
}

/** The recogniser's settings, which its trivial rivals have too. */
function recognizerOf({ weightDecay, recognizerIterations }: TrainDiagnoserRequest) {
  const iterations = orDefault(recognizerIterations, 200);
  return {
    weightDecay: weightDecay ?? recognizerDefaults.weightDecay,
    minimizer: { kind: 'lbfgs', iterations, history: 10 } as const,
  };
}

/** The number of a pooling on the wire. */
export const poolingOf = (name: PoolingName): Pooling =>
  [...poolingNames].find(([, each]) => each === name)![0];
