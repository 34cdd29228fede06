import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  convolution,
  createNetwork,
  dense,
  disposeNetwork,
  encodeNetwork,
  floatsOf,
  forward,
  GraphBuilder,
  liveTensors,
  noGrad,
  randomStream,
  tensor,
  tidy,
} from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifierModel } from './classifier.js';

const shape = [4, 3, 2];
const rows = 130; // more than are computed at a time
let folder: string;
let path: string;
let values: Float32Array;
let expected: Float32Array;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-classifier-'));
  path = join(folder, 'classifier.safetensors');
  const graph = new GraphBuilder(shape);
  graph.layer('conv', convolution([2, 3], 2));
  graph.layer('flatten', { op: 'flatten' });
  graph.layer('fc', dense(3 * 2 * 3, 5));
  const network = createNetwork(graph.build(), randomStream(1, 'weights'));
  writeFileSync(path, encodeNetwork(network));
  values = tidy(() => floatsOf(randomStream(2, 'images').normal([rows, ...shape])));
  const logits = () => floatsOf(forward(network, tensor(values, [rows, ...shape])));
  expected = tidy(() => noGrad(logits));
  disposeNetwork(network);
});
afterAll(() => rmSync(folder, { recursive: true }));

const input = (data: Uint8Array) =>
  new Map([['input', { name: 'input', datatype: 'FP32', shape: [rows, ...shape], data }]]);

describe('classifierModel', () => {
  it('gives the logits of the network, wherever its input lies in memory', async () => {
    const model = await classifierModel.load(path);
    const shifted = Buffer.concat([Buffer.of(0), Buffer.from(values.buffer)]).subarray(1);
    const [logits] = await model.predict(input(shifted));
    const given = new Float32Array(Uint8Array.from(logits!.data).buffer);
    expect(logits!.shape).toEqual([rows, 5]);
    given.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
    model.dispose();
  });

  it('leaves no tensor behind', async () => {
    const before = liveTensors();
    const model = await classifierModel.load(path);
    await model.predict(input(Buffer.from(values.buffer)));
    model.dispose();
    expect(liveTensors()).toBe(before);
  });
});
