import { lenet5 } from '@polymath/compression';
import { exportOnnx } from '@polymath/onnx';
import { createNetwork, disposeNetwork, encodeNetwork, randomStream } from '@polymath/tensor';
import type { ServeOptions } from '../serve.js';
import { best, compare, print } from './compare.js';
import { healthWhileComputing } from './health.js';
import { startOurs } from './ours.js';
import { startPeer } from './peer.js';
import { checkAnswers, request } from './requests.js';

const workloads = [
  { name: 'latency-1', clients: 1 },
  { name: 'throughput-32', clients: 32 },
];

/** Prints three lines for each workload and a line of health. */
export async function runServe(options: ServeOptions): Promise<void> {
  const network = createNetwork(lenet5({ channels: 1, classes: 10 }), randomStream(1, 'weights'));
  const classifier = encodeNetwork(network);
  const onnx = exportOnnx(network, { name: 'lenet5' });
  disposeNetwork(network);
  await againstPeer({ classifier, onnx }, options);
  await againstUnbatched(classifier, options);
  await healthWhileComputing();
}

/** Each workload against each way to set up the peer; the way that is best for it counts. */
async function againstPeer(
  { classifier, onnx }: Record<'classifier' | 'onnx', Uint8Array>,
  options: ServeOptions,
): Promise<void> {
  const ours = await startOurs(classifier);
  const peers = [
    await startPeer(onnx),
    await startPeer(onnx, { max_batch_size: 32, max_batch_time: 0.002 }),
  ];
  for (const peer of peers) await checkAnswers({ ours, peer });
  for (const images of [1, 16]) {
    for (const { name, clients } of workloads) {
      const turns = { ...options, clients, request: request(images) };
      const all = [];
      for (const peer of peers) all.push(await compare({ ours, peer }, turns));
      const pair = {
        ours: best(all.map((loads) => loads.ours)),
        peer: best(all.map((loads) => loads.peer)),
      };
      print(`${name}-batch-${images}`, pair);
    }
  }
  for (const side of [ours, ...peers]) await side.close();
}

/** Ours with calls computed together, beside ours with every call by itself. */
async function againstUnbatched(classifier: Uint8Array, options: ServeOptions): Promise<void> {
  const ours = await startOurs(classifier);
  const peer = await startOurs(classifier, { maxBatch: '1' });
  const turns = { ...options, clients: 32, request: request(1) };
  print('batching-32', await compare({ ours, peer }, turns));
  await ours.close();
  await peer.close();
}
