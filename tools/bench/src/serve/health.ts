import {
  GRPCInferenceServiceService,
  ModelInferRequest,
} from '@polymath/contracts/inference/grpc_service';
import { resnet14 } from '@polymath/compression';
import { connect } from '@polymath/service-kit';
import { createNetwork, disposeNetwork, encodeNetwork, randomStream } from '@polymath/tensor';
import { formatLine } from '../line.js';
import { startOurs } from './ours.js';

const everyMs = 10;
/** Seconds of computing on two cores. */
const images = 8000;

/**
 * How soon a service answers whether it lives while its model computes for seconds in one call; beside it, the same while
 * nothing is computed. Prints p99.
 */
export async function healthWhileComputing(): Promise<void> {
  const network = createNetwork(resnet14({ channels: 1, classes: 10 }), randomStream(1, 'weights'));
  const file = encodeNetwork(network);
  disposeNetwork(network);
  const ours = await startOurs(file);
  const client = connect(ours.address, GRPCInferenceServiceService);
  const infer = (count: number) =>
    client.modelInfer(
      ModelInferRequest.fromPartial({
        modelName: 'lenet5',
        inputs: [{ name: 'input', datatype: 'FP32', shape: [BigInt(count), 32n, 32n, 1n] }],
        rawInputContents: [Buffer.alloc(count * 32 * 32 * 4)],
      }),
      { timeoutMs: 120_000 },
    );
  const live = async (): Promise<number> => {
    const start = performance.now();
    await client.serverLive({});
    return performance.now() - start;
  };
  try {
    await infer(1);
    const idle = await latencies(live, new Promise((resolve) => setTimeout(resolve, 3000)));
    const busy = await latencies(live, infer(images));
    const [computing, alone] = [percentile99(busy), percentile99(idle)];
    console.log(
      formatLine({
        ...{ name: `health-while-computing-${Math.round((busy.length * everyMs) / 1000)}-s` },
        ...{
          ours: computing,
          peer: alone,
          ratio: alone / computing,
          unit: 'ms, p99; beside it idle',
        },
      }),
    );
  } finally {
    client.close();
    await ours.close();
  }
}

/** What a call takes, again and again until something else has ended. */
async function latencies(call: () => Promise<number>, until: Promise<unknown>): Promise<number[]> {
  const ended = { yet: false };
  const end = until.finally(() => (ended.yet = true));
  const found: number[] = [];
  while (!ended.yet) {
    found.push(await call());
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  await end;
  return found;
}

function percentile99(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(0.99 * (values.length - 1))] ?? 0;
}
