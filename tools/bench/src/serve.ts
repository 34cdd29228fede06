// npm run bench:serve -- [--seconds S] [--rounds N]
// Inference by the Open Inference Protocol over loopback, LeNet-5 with the same weights: ours | MLServer with ONNX Runtime.
// latency-1: one client; throughput-32: 32 clients; each with 1 and 16 images a call. Then batching of calls on | off, and the
// health of a service whose model computes for seconds.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lenet5 } from '@polymath/compression';
import {
  GRPCInferenceServiceService,
  ModelInferRequest,
} from '@polymath/contracts/inference/grpc_service';
import { exportOnnx } from '@polymath/onnx';
import { connect } from '@polymath/service-kit';
import {
  createNetwork,
  disposeNetwork,
  encodeNetwork,
  floatsOf,
  randomStream,
  tidy,
} from '@polymath/tensor';
import { formatLine } from './line.js';
import { healthWhileComputing } from './serve/health.js';
import { runLoad, type Load } from './serve/load.js';
import { startOurs } from './serve/ours.js';
import { startPeer } from './serve/peer.js';
import type { Side } from './serve/side.js';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
  },
});
const seconds = Number(options.seconds);
const rounds = Number(options.rounds);
const pixels = 32 * 32;
const folder = mkdtempSync(join(tmpdir(), 'polymath-requests-'));
const network = createNetwork(lenet5({ channels: 1, classes: 10 }), randomStream(1, 'weights'));
const classifier = encodeNetwork(network);
const onnx = exportOnnx(network, { name: 'lenet5' });
disposeNetwork(network);

/** A request with so many images, serialised. The peer names its input as we do. */
function request(images: number): string {
  const values = tidy(() => floatsOf(randomStream(2, 'images').normal([images * pixels])));
  const bytes = ModelInferRequest.encode(
    ModelInferRequest.fromPartial({
      modelName: 'lenet5',
      inputs: [{ name: 'input', datatype: 'FP32', shape: [BigInt(images), 32n, 32n, 1n] }],
      outputs: [{ name: 'logits' }],
      rawInputContents: [Buffer.from(values.buffer, values.byteOffset, values.byteLength)],
    }),
  ).finish();
  const path = join(folder, `request-${images}`);
  writeFileSync(path, bytes);
  return path;
}

/** Demands that both sides give the same logits for 16 images. */
async function checkAnswers(ours: Side, peer: Side): Promise<void> {
  const message = ModelInferRequest.decode(readFileSync(request(16)));
  const [a, b] = await Promise.all([ours, peer].map((side) => logits(side, message)));
  const furthest = Math.max(...a!.map((value, i) => Math.abs(value - b![i]!)));
  if (!(furthest < 1e-4)) throw new Error(`the logits differ by ${furthest}`);
}

async function logits({ address }: Side, message: ModelInferRequest): Promise<Float32Array> {
  const client = connect(address, GRPCInferenceServiceService);
  const { outputs, rawOutputContents } = await client.modelInfer(message);
  client.close();
  const [raw] = rawOutputContents;
  if (raw) return new Float32Array(Uint8Array.from(raw).buffer);
  return Float32Array.from(outputs[0]?.contents?.fp32Contents ?? []);
}

/** Sides take turns; of each side the best round counts. */
async function compare(
  sides: { ours: Side; peer: Side },
  { clients, images }: { clients: number; images: number },
): Promise<{ ours: Load; peer: Load }> {
  const loads = { ours: [] as Load[], peer: [] as Load[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ['ours', 'peer'] as const) {
      const { address } = sides[name];
      loads[name].push(await runLoad({ address, request: request(images), clients, seconds }));
    }
  }
  return { ours: best(loads.ours), peer: best(loads.peer) };
}

function best(loads: readonly Load[]): Load {
  return loads.reduce((a, b) => (b.callsASecond > a.callsASecond ? b : a));
}

function print(name: string, { ours, peer }: { ours: Load; peer: Load }): void {
  const latency = (key: 'p50Ms' | 'p99Ms', label: string) =>
    console.log(
      formatLine({
        ...{ name: `${name}-${label}`, ours: ours[key], peer: peer[key] },
        ...{ ratio: peer[key] / ours[key], unit: 'ms' },
      }),
    );
  latency('p50Ms', 'p50');
  latency('p99Ms', 'p99');
  console.log(
    formatLine({
      ...{ name, ours: ours.callsASecond, peer: peer.callsASecond },
      ...{ ratio: ours.callsASecond / peer.callsASecond, unit: 'calls a second' },
    }),
  );
}

const workloads = [
  { name: 'latency-1', clients: 1 },
  { name: 'throughput-32', clients: 32 },
];

/** Each workload against each way to set up the peer; the way that is best for it counts. */
async function againstPeer(): Promise<void> {
  const ours = await startOurs(classifier);
  const peers = [
    await startPeer(onnx),
    await startPeer(onnx, { max_batch_size: 32, max_batch_time: 0.002 }),
  ];
  try {
    for (const peer of peers) await checkAnswers(ours, peer);
    for (const images of [1, 16]) {
      for (const { name, clients } of workloads) {
        const all = [];
        for (const peer of peers) all.push(await compare({ ours, peer }, { clients, images }));
        const pair = {
          ours: best(all.map((loads) => loads.ours)),
          peer: best(all.map((loads) => loads.peer)),
        };
        print(`${name}-batch-${images}`, pair);
      }
    }
  } finally {
    for (const side of [ours, ...peers]) await side.close();
  }
}

/** Ours with calls computed together, beside ours with every call by itself. */
async function againstUnbatched(): Promise<void> {
  const ours = await startOurs(classifier);
  const peer = await startOurs(classifier, { maxBatch: '1' });
  try {
    print('batching-32', await compare({ ours, peer }, { clients: 32, images: 1 }));
  } finally {
    await ours.close();
    await peer.close();
  }
}

try {
  await againstPeer();
  await againstUnbatched();
  await healthWhileComputing();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
