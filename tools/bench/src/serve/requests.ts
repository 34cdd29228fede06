import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GRPCInferenceServiceService,
  ModelInferRequest,
} from '@polymath/contracts/inference/grpc_service';
import { connect } from '@polymath/service-kit';
import { floatsOf, randomStream, tidy } from '@polymath/tensor';
import type { Pair } from './compare.js';
import type { Side } from './side.js';

const pixels = 32 * 32;

/** Writes a request with so many images, serialised, and gives its file. The peer names its input as we do. */
export function request(images: number): string {
  const values = tidy(() => floatsOf(randomStream(2, 'images').normal([images * pixels])));
  const bytes = ModelInferRequest.encode(
    ModelInferRequest.fromPartial({
      modelName: 'lenet5',
      inputs: [{ name: 'input', datatype: 'FP32', shape: [BigInt(images), 32n, 32n, 1n] }],
      outputs: [{ name: 'logits' }],
      rawInputContents: [Buffer.from(values.buffer, values.byteOffset, values.byteLength)],
    }),
  ).finish();
  const path = join(tmpdir(), `request-${images}`);
  writeFileSync(path, bytes);
  return path;
}

/** Demands that both sides give the same logits for 16 images. */
export async function checkAnswers({ ours, peer }: Pair<Side>): Promise<void> {
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
