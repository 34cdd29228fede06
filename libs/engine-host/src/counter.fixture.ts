import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PolymathError } from '@polymath/errors';
import type { Picture, Report, Snapshot, Training } from '@polymath/tensor';
import { serveEngine } from './engine/serve-engine.js';
import type { JobProgram, EngineCall, ModelProgram } from './program.js';

/** What a counting job does; for the tests of the engine host. */
export interface CounterSpec {
  steps: number;
  /** SHA-256 of an input whose text is copied into the output. */
  input?: string;
  /** The step at which something happens. */
  at?: number;
  what?: 'throw' | 'die' | 'block' | 'block-and-ignore-sigterm' | 'preview' | 'note';
  /** Asks for this output without writing it. */
  forgets?: string;
  /** Writes its output to this file instead, e.g. `/dev/full`, whose disk is full. */
  writesTo?: string;
}

const artifactNamed = (sha256: string) => ({ sha256, sizeBytes: 0n, name: '', mediaType: '' });
const parse = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as CounterSpec;

/** A training without an engine: each step mixes the step's number into a 32 bit word. */
class Counter implements Training {
  private step = 0;
  word = 1;

  constructor(private readonly spec: CounterSpec) {}

  async *run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    while (this.step < this.spec.steps) {
      signal?.throwIfAborted();
      await nextTurn();
      this.step += 1;
      this.word = (Math.imul(this.word, 1_664_525) + this.step) >>> 0;
      const preview = this.step === this.spec.at ? happen(this.spec.what) : undefined;
      const { step } = this;
      const report = { phase: 'count', step, steps: this.spec.steps, metrics: { word: this.word } };
      const note = step === this.spec.at && this.spec.what === 'note' ? 'noted' : undefined;
      yield { ...report, ...(preview && { preview }), ...(note && { note }) };
    }
  }

  save(): Snapshot {
    const word = { dtype: 'float64' as const, shape: [1], data: Float64Array.of(this.word) };
    return { tensors: new Map([['word', word]]), state: { step: this.step } };
  }

  load({ tensors, state }: Snapshot): void {
    this.word = Number(tensors.get('word')?.data[0]);
    this.step = (state as { step: number }).step;
  }

  dispose(): void {
    this.step = NaN;
  }
}

function happen(what: CounterSpec['what']): Picture | undefined {
  switch (what) {
    case 'throw':
      throw new PolymathError('corrupt-data', 'the data ends too early', {
        fields: [{ field: 'images', description: 'too short' }],
      });
    case 'die':
      writeSync(2, 'tensor core melted\n');
      process.kill(process.pid, 'SIGKILL');
      return undefined;
    case 'block-and-ignore-sigterm':
      process.on('SIGTERM', () => undefined);
      return block();
    case 'block':
      return block();
    case 'preview':
      return { title: 'a b', width: 2, height: 1, channels: 1, pixels: Uint8Array.of(0, 255) };
    default:
      return undefined;
  }
}

/** Says so, then keeps its thread for ever, as an operation that hangs does. */
function block(): never {
  writeSync(2, 'blocking\n');
  for (;;);
}

const count: JobProgram<CounterSpec> = {
  kind: 'Count',
  decode: parse,
  inputs: ({ input }) => (input ? [artifactNamed(input)] : []),
  open: (spec, files) => {
    const training = new Counter(spec);
    const text = spec.input ? readFileSync(files.input(artifactNamed(spec.input)), 'utf8') : '';
    const finish = () => {
      const output = files.output('word.txt', 'text/plain');
      writeFileSync(spec.writesTo ?? output, `${training.word}${text}`);
      if (spec.forgets) files.output(spec.forgets, 'text/plain');
      return { metrics: { word: training.word, pid: process.pid } };
    };
    return { training, finish };
  },
};

const letters: EngineCall<CounterSpec> = {
  name: 'Letters',
  decode: parse,
  inputs: ({ input }) => (input ? [artifactNamed(input)] : []),
  handle: async function* ({ input, steps, what }, files, signal) {
    const text = input ? readFileSync(files.input(artifactNamed(input)), 'utf8') : 'abc';
    for (let i = 0; i < steps; i++) {
      signal.throwIfAborted();
      await nextTurn();
      if (what) happen(what);
      yield new TextEncoder().encode(`${text[i % text.length]} ${process.pid} ${i}`);
    }
  },
};

let doublers = 0;

/** Doubles bytes; its file says what happens instead when the first is 255. Tells how many there are and in which process. */
const doubler: ModelProgram = {
  kind: 'Doubler',
  load: (path) => {
    const { what } = parse(readFileSync(path));
    doublers += 1;
    const spec = (name: string) => ({ name, datatype: 'UINT8', shape: [-1n] });
    return {
      signature: { inputs: [spec('x')], outputs: [spec('y')] },
      sizeBytes: 1,
      predict: (inputs) => {
        const { data, shape } = inputs.get('x')!;
        if (data[0] === 255) happen(what);
        const facts = Buffer.from(`${process.pid} ${doublers}`);
        return [
          { name: 'y', datatype: 'UINT8', shape, data: data.map((byte) => 2 * byte) },
          { name: 'facts', datatype: 'UINT8', shape: [facts.length], data: facts },
        ];
      },
      dispose: () => void (doublers -= 1),
    };
  },
};

// A test hears of this process's end by the end of a connection.
const port = process.env['COUNTER_FIXTURE_PORT'];
if (port)
  connect(Number(port), '127.0.0.1')
    .on('error', () => undefined)
    .unref();

serveEngine({
  jobs: [count],
  calls: [letters],
  models: [doubler],
  describe: () => ({
    library: 'counter',
    version: '1',
    device: 'cpu',
    threads: 1,
    oneDnn: false,
    processor: 'none',
  }),
});
