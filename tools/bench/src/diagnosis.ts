// npm run bench:diagnosis -- [--protocol random,within,...] [--seeds 1,2,3] [--segments 10000] [--iterations 50] [--data DIR]
// What the diagnosis methods must show on the CWRU records, in process: the figure measured elsewhere beside ours. Without --protocol
// all protocols run, then the checks of signals.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cutWindows } from '@polymath/diagnosis';
import { at12kHz, hasCwru, readCwru } from './diagnosis/cwru.js';
import { runEnvelopes } from './diagnosis/envelopes.js';
import { protocols, runProtocol, type Protocol } from './diagnosis/protocols.js';

const { values: options } = parseArgs({
  options: {
    protocol: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3' },
    segments: { type: 'string', default: '10000' },
    iterations: { type: 'string', default: '50' },
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
  const recordings = at12kHz(raw);
  const set = cutWindows(recordings, { length: 1200, hop: 1200, most: 100 });
  const chosen = options.protocol?.split(',') ?? protocols;
  const settings = {
    seeds: options.seeds.split(',').map(Number),
    segments: Number(options.segments),
    iterations: Number(options.iterations),
  };
  for (const protocol of chosen.filter(isProtocol)) await runProtocol(protocol, set, settings);
  if (options.protocol === undefined || options.protocol === 'envelope') runEnvelopes(raw);
}

function isProtocol(name: string): name is Protocol {
  return protocols.some((other) => other === name);
}
