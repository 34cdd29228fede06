import type { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { diversityOf, modelScores, saeFilters, trainNsaeLcn, type NsaeLcnConfig, type NsaeLcnTraining, type WindowSet } from '@polymath/diagnosis'; // prettier-ignore
import { PolymathError } from '@polymath/errors';
import { trainingConfigOf } from '../inputs/training-config.js';
import { inTurn, type Turn, type TurnsTraining } from './in-turn.js';
import { measured, sidesOf, tell, trivialTurn, type Measured, type Sides } from './measure.js';
import { calibrationSplit, splitsOf, type ProtocolSplit } from './splits.js';

/** A training of a diagnoser and of all that it is compared with. */
export interface DiagnoserTraining {
  training: TurnsTraining<Measured>;
  /** What the diagnoser learned, and the windows; to be called at the end. */
  readonly learned: () => { method: NsaeLcnTraining; sides: Sides; split: ProtocolSplit };
}

/** Each split's trainings, then those of the diagnoser's own split, to which a traditional autoencoder is held too; the diagnoser last. */
export function diagnoserTraining(
  request: TrainDiagnoserRequest,
  set: WindowSet,
): DiagnoserTraining {
  const config = trainingConfigOf(request);
  const own = calibrationSplit(set.origins, request.calibrationLoad);
  const splits = splitsOf(request.protocols, set.origins, config.seed);
  const rivals = (split: ProtocolSplit) =>
    (['spectrum', 'statistics'] as const).map((kind) => trivialTurn(kind, config, set, split));
  let learned: { method: NsaeLcnTraining; sides: Sides; split: ProtocolSplit } | undefined;
  const last = methodTurn(config, set, own, (method, sides) => {
    learned = { method, sides, split: own };
  });
  const turns = [
    ...splits.flatMap((split) => [...rivals(split), methodTurn(config, set, split)]),
    ...rivals(own),
    ...autoencoderTurn(config, set, own),
    last,
  ];
  return {
    training: inTurn(turns),
    learned: () => {
      if (!learned) throw new PolymathError('internal', 'the diagnoser has not been trained yet');
      return learned;
    },
  };
}

/** What NSAE is to be better than: as many filters of a traditional sparse autoencoder. */
function autoencoderTurn(config: NsaeLcnConfig, set: WindowSet, split: ProtocolSplit) {
  const { filters } = config;
  if (filters.kind !== 'nsae') return [];
  const { outputs, minimizer } = filters;
  return [methodTurn({ ...config, filters: { ...saeFilters, outputs, minimizer } }, set, split)];
}

function methodTurn(
  config: NsaeLcnConfig,
  set: WindowSet,
  split: ProtocolSplit,
  begun: (method: NsaeLcnTraining, sides: Sides) => void = () => undefined,
): Turn<Measured> {
  const name = { nsae: 'NSAE-LCN', sae: 'SAE-LCN', random: 'RAND-LCN' }[config.filters.kind];
  return {
    name: `${split.split.name}, ${name}`,
    tell,
    begin: () => {
      const sides = sidesOf(set, split);
      const training = trainNsaeLcn(config, sides.train);
      begun(training, sides);
      const judge = () => {
        const model = training.model();
        const { meanCosine, nearestTwin, orthonormalityError } = diversityOf(model.bank);
        const diversity = { meanCosine, nearestTwin, orthonormalityError };
        return { ...measured(split, name, sides, modelScores(model, sides.test)), diversity };
      };
      return { training, judge };
    },
  };
}
