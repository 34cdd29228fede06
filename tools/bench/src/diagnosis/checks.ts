import {
  badSignal,
  bandsOf,
  diversityOf,
  foldFilters,
  labelledWindows,
  learnProjection,
  leaveOneLoadOut,
  modelScores,
  accuracyOf,
  nsaeDefaults,
  saeDefaults,
  adjustLevels,
  drawSegments,
  project,
  rowOf,
  trainNsae,
  trainNsaeLcn,
  trainSae,
  type NsaeConfig,
  type WindowSet,
} from '@polymath/diagnosis';
import { fft } from '@polymath/tensor';
import { configOf, finish } from './methods.js';
import type { CwruRecording } from './cwru.js';
import type { RunSettings } from './protocols.js';

const print = (...cells: (string | number)[]) => {
  console.log(cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join('\t'));
};

/** How different filters are: name, what was measured elsewhere, ours. */
export async function runFilters(
  set: WindowSet,
  { seeds, segments, iterations }: RunSettings,
): Promise<void> {
  const [seed = 1] = seeds;
  const drawn = drawSegments(
    adjustLevels(set.rows, { removeMean: true, scale: 'absolute' }),
    { count: segments, length: 100 },
    seed,
  );
  const white = project(drawn, learnProjection(drawn, { kind: 'whiten', epsilon: 1e-5 }));
  const scaled = learnProjection(drawn, { kind: 'scale' });
  const plain = project(drawn, scaled);
  const minimizer = { kind: 'lbfgs', iterations, history: 20 } as const;
  const learn = async (changed: Partial<NsaeConfig>, from = white) => {
    const training = trainNsae({ ...nsaeDefaults, minimizer, ...changed, seed }, from);
    await finish(training);
    const filters = training.filters();
    training.dispose();
    return filters;
  };
  for (const [sparsity, error] of [
    [0.05, '0.010'],
    [0.25, '0.044'],
    [1, '0.168'],
  ] as const) {
    print(
      `orthonormality error, λ ${sparsity}`,
      error,
      diversityOf(await learn({ sparsity })).orthonormalityError,
    );
  }
  const nsae = diversityOf(await learn({}));
  print('NSAE-A whitened, mean |cos|', '0.001', nsae.meanCosine);
  print('NSAE-A whitened, nearest twin', '0.006', nsae.nearestTwin);
  const unwhitened = await learn({}, plain);
  print('NSAE-A not whitened, nearest twin', '0.04', diversityOf(unwhitened).nearestTwin);
  print(
    'NSAE-B not whitened, nearest twin',
    '0.08-0.10',
    diversityOf(await learn({ objective: 'B' }, plain)).nearestTwin,
  );
  const sae = trainSae({ ...saeDefaults, minimizer, seed }, plain);
  await finish(sae);
  print('SAE not whitened, nearest twin', '0.31-0.36', diversityOf(sae.filters()).nearestTwin);
  sae.dispose();
  const bands = bandsOf(foldFilters(unwhitened, scaled), 12_000).map(({ centreHz }) => centreHz);
  print(
    'filters, centres from the 10th to the 90th of 100, Hz',
    '600-5000',
    `${bands[9]!.toFixed(0)}-${bands[89]!.toFixed(0)}`,
  );
}

/** What subtracting each window's mean is worth: 1 to 3 hp teach, 0 hp tests, whitened. */
export async function runOffsets(
  set: WindowSet,
  { seeds, segments, iterations }: RunSettings,
): Promise<void> {
  const split = leaveOneLoadOut(set.origins).find(({ name }) => name === 'all but 0 hp')!;
  for (const [removeMean, figure] of [
    [false, '32'],
    [true, '89'],
  ] as const) {
    const [seed = 1] = seeds;
    const config = configOf('NSAE-LCN', {
      whiten: true,
      stride: 10,
      logarithm: false,
      seed,
      segments,
      iterations,
    });
    const training = trainNsaeLcn(
      { ...config, levels: { removeMean, scale: 'absolute' } },
      labelledWindows(set, split.train, 'condition'),
    );
    await finish(training);
    const test = labelledWindows(set, split.test, 'condition');
    const accuracy = 100 * accuracyOf(modelScores(training.model(), test), test.labels);
    training.dispose();
    print(`all but 0 hp, window means ${removeMean ? 'removed' : 'kept'}`, figure, accuracy);
  }
}

/** Real windows that would be left out for their quality, and those in whose middle 8 samples are set to 0 that would not. */
export function runQuality({ rows }: WindowSet): void {
  const windows = Array.from({ length: rows.count }, (_, i) => rowOf(rows, i));
  const bad = windows.filter(badSignal).length;
  const missed = windows.filter((window) => !badSignal(window.slice().fill(0, 600, 608))).length;
  console.log(`windows called bad\t0\t${bad} of ${rows.count}`);
  console.log(`windows with a gap of 8 samples missed\t0\t${missed} of ${rows.count}`);
}

/** Whether record 97 was sampled at 48 kHz: the distance of its shaft lines against its speed. */
export function runShaftLines(recordings: readonly CwruRecording[]): void {
  const { samples, sampleRateHz, rpm } = recordings.find(({ record }) => record === 97)!;
  const { length } = samples;
  const parts = new Float64Array(2 * length);
  samples.forEach(
    (value, t) => (parts[2 * t] = value * (0.5 - 0.5 * Math.cos((2 * Math.PI * t) / length))),
  );
  const { parts: lines } = fft({ length, parts });
  const size = (k: number) => Math.hypot(lines[2 * k]!, lines[2 * k + 1]!);
  const step = sampleRateHz / length;
  // The comb whose first ten teeth stand highest together, as logarithms: no single strong line decides.
  let best = { hertz: 0, sum: -Infinity };
  for (let hertz = 20; hertz <= 40; hertz += 0.01) {
    let sum = 0;
    for (let h = 1; h <= 10; h++) sum += Math.log(size(Math.round((h * hertz) / step)));
    if (sum > best.sum) best = { hertz, sum };
  }
  print('record 97, shaft lines at 48 kHz, Hz', (rpm / 60).toFixed(3), best.hertz);
}
