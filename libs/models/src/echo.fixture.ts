import { readFileSync, writeSync } from 'node:fs';
import { serveEngine } from '@polymath/engine-host/serve';
import type { ModelProgram } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';

/** A model for tests, as the JSON in its file. */
export interface EchoSpec {
  /** Datatype and shape of each input, by name; each comes back as an output of the same name. */
  inputs: Record<string, { datatype: string; shape: number[] }>;
  /** Computes for so long, blocking its thread. */
  blockMs?: number;
  /** What it says that it holds; 1 unless given. */
  sizeBytes?: number;
  /** What happens instead of an answer. */
  what?: 'throw' | 'die';
}

let loaded = 0;

/** Gives back what it gets, and as `facts` how many rows were computed together and how many models are loaded. */
const echo: ModelProgram = {
  kind: 'echo',
  load: (path) => {
    const spec = parse(readFileSync(path, 'utf8'));
    loaded += 1;
    const tensors = Object.entries(spec.inputs).map(([name, { datatype, shape }]) => ({
      ...{ name, datatype, shape: shape.map(BigInt) },
    }));
    const isBatched = tensors.every(({ shape }) => shape[0] === -1n);
    const facts = { name: 'facts', datatype: 'INT32', shape: isBatched ? [-1n, 2n] : [1n, 2n] };
    return {
      signature: { inputs: tensors, outputs: [...tensors, facts] },
      sizeBytes: spec.sizeBytes ?? 1,
      predict: (inputs) => {
        happen(spec);
        const rows = isBatched ? ([...inputs.values()][0]?.shape[0] ?? 1) : 1;
        const counts = Int32Array.from({ length: 2 * rows }, (_, i) => (i % 2 ? loaded : rows));
        const data = Buffer.from(counts.buffer);
        return [
          ...inputs.values(),
          { ...{ name: 'facts', datatype: 'INT32' }, shape: [rows, 2], data },
        ];
      },
      dispose: () => void (loaded -= 1),
    };
  },
};

function parse(text: string): EchoSpec {
  if (text.startsWith('{')) return JSON.parse(text) as EchoSpec;
  throw new PolymathError('invalid-input', 'expected an echo');
}

function happen({ blockMs = 0, what }: EchoSpec): void {
  const end = performance.now() + blockMs;
  while (performance.now() < end);
  if (what === 'throw') throw new PolymathError('corrupt-data', 'the echo is lost');
  if (what !== 'die') return;
  writeSync(2, 'the cave collapsed\n');
  process.kill(process.pid, 'SIGKILL');
}

serveEngine({
  jobs: [],
  calls: [],
  models: [echo],
  describe: () => ({
    ...{ library: 'echo', version: '1', device: 'cpu' },
    ...{ threads: 1, oneDnn: false, processor: 'none' },
  }),
});
