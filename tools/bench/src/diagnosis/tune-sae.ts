import {
  leaveOneLoadOut,
  leaveOneSeverityOut,
  randomSplit,
  saeDefaults,
  selectRows,
  withinRecording,
  type SaeWeights,
  type Split,
  type WindowSet,
} from '@polymath/diagnosis';
import { evaluate, type Setting } from './methods.js';
import type { Protocol } from './names.js';

/** Values that are tried for each weight in turn, the others being the best so far. */
const tried = {
  activity: [0.02, 0.05, 0.15, 0.3],
  sparsity: [0.1, 1, 3],
  weightDecay: [1e-5, 1e-4, 1e-3],
} as const;

/** Filters are learned shortly while weights are tried. */
const shortly = { segments: 4000, iterations: 40, seed: 1 };

/**
 * SAE's weights that do best on windows that teach: a part of them is held out as the protocol holds out its test. Printed, with the accuracy
 * there of the library's and of the best.
 */
export async function tuneSae(
  protocol: Protocol,
  set: WindowSet,
  { train }: Split,
  setting: Omit<Setting, 'seed' | 'sae'>,
): Promise<SaeWeights> {
  const origins = [...train].map((place) => set.origins[place]!);
  const taught: WindowSet = { rows: selectRows(set.rows, train), origins };
  const split = heldOut(protocol, taught);
  const score = async (sae: SaeWeights) =>
    (await evaluate('SAE-LCN', taught, [split], { ...setting, ...shortly, sae }))[0]!.balanced;
  const { activity, sparsity, weightDecay } = saeDefaults;
  let best: SaeWeights = { activity, sparsity, weightDecay };
  const before = await score(best);
  let highest = before;
  for (const name of ['activity', 'sparsity', 'weightDecay'] as const) {
    const start = best;
    for (const value of tried[name].filter((each) => each !== start[name])) {
      const changed = { ...start, [name]: value };
      const found = await score(changed);
      if (found > highest) [highest, best] = [found, changed];
    }
  }
  const weights = `ρ ${best.activity}, β ${best.sparsity}, λ ${best.weightDecay}`;
  const gain = `${before.toFixed(1)} % with the library's, ${highest.toFixed(1)} % with these`;
  console.log(`# SAE's weights by "${split.name}" of the windows that teach: ${weights}; ${gain}`);
  return best;
}

function heldOut(protocol: Protocol, { origins }: WindowSet): Split {
  if (protocol === 'random') return randomSplit(origins, 0.67, 1);
  if (protocol === 'leave-load') return leaveOneLoadOut(origins).at(-1)!;
  if (protocol === 'leave-severity') return leaveOneSeverityOut(origins).at(-1)!;
  return withinRecording(origins, 0.67);
}
