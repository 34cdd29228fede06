// npm run bench:diagnosis -- [--protocol random,within,...] [--methods NSAE-LCN,SPEC] [--seeds 1,2,3] [--segments 10000]
//   [--iterations 150] [--data DIR]
// What the diagnosis methods must show on the CWRU records and on simulated ones, in process: name, the figure measured by another
// implementation, ours. Without --protocol all parts run; their names are those of `parts` below.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cutWindows } from '@polymath/diagnosis';
import { runCalibration } from './diagnosis/calibration.js';
import { runFilters, runOffsets, runQuality, runShaftLines } from './diagnosis/checks.js';
import { at12kHz, hasCwru, readCwru } from './diagnosis/cwru.js';
import { runDrift } from './diagnosis/drift.js';
import { runEnvelopes } from './diagnosis/envelopes.js';
import { methods } from './diagnosis/methods.js';
import { runNovelty } from './diagnosis/novelty.js';
import { protocols, runProtocol } from './diagnosis/protocols.js';
import { runSimulated } from './diagnosis/simulated.js';

const { values: options } = parseArgs({
  options: {
    protocol: { type: 'string' },
    methods: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3' },
    segments: { type: 'string', default: '10000' },
    iterations: { type: 'string', default: '150' },
    data: {
      type: 'string',
      default: fileURLToPath(new URL('../../../../shared/data', import.meta.url)),
    },
  },
});

if (hasCwru(options.data)) await main();
else console.error(`skipped: this benchmark needs the packed CWRU records, ${options.data}/cwru`);

async function main(): Promise<void> {
  const raw = readCwru(options.data);
  const set = cutWindows(at12kHz(raw), { length: 1200, hop: 1200, most: 100 });
  const settings = {
    methods: methods.filter((name) => options.methods?.split(',').includes(name) ?? true),
    seeds: options.seeds.split(',').map(Number),
    segments: Number(options.segments),
    iterations: Number(options.iterations),
  };
  const parts: Record<string, () => Promise<void> | void> = {
    ...Object.fromEntries(
      protocols.map((name) => [name, () => runProtocol(name, set, settings)] as const),
    ),
    'shaft-lines': () => runShaftLines(raw),
    quality: () => runQuality(set),
    envelope: () => runEnvelopes(raw),
    filters: () => runFilters(set, settings),
    offsets: () => runOffsets(set, settings),
    novelty: () => runNovelty(set, settings),
    calibration: () => runCalibration(set, settings),
    simulated: () => runSimulated(settings),
    drift: () => runDrift(settings),
  };
  const chosen = options.protocol?.split(',') ?? Object.keys(parts);
  const unknown = chosen.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new Error(
      `--protocol: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`,
    );
  for (const name of chosen) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await parts[name]!();
    const { user, system } = process.cpuUsage(before);
    const wall = (performance.now() - start) / 1000;
    console.log(
      `# ${name}: ${wall.toFixed(0)} s, of one core ${((user + system) / 1e6).toFixed(0)} s`,
    );
  }
}
