import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lenet5 } from '@polymath/compression';
import {
  createNetwork,
  disposeNetwork,
  GraphBuilder,
  randomStream,
  type Graph,
} from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNetwork } from './network-outputs.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-outputs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The names of the files that a network is written to. */
function write(graph: Graph): string[] {
  const names: string[] = [];
  const network = createNetwork(graph, randomStream(1, 'weights'));
  const output = (name: string) => {
    names.push(name);
    return join(folder, name);
  };
  writeNetwork({ input: () => '', output }, 'student', network);
  disposeNetwork(network);
  return names;
}

describe('writeNetwork', () => {
  it('writes safetensors, ONNX, and a model for browsers that names its weights', () => {
    const files = [
      'student.safetensors',
      'student.onnx',
      'student.model.json',
      'student.weights.bin',
    ];
    expect(write(lenet5())).toEqual(files);
    const model = JSON.parse(readFileSync(join(folder, 'student.model.json'), 'utf8')) as object;
    expect(model).toMatchObject({ weightsManifest: [{ paths: ['student.weights.bin'] }] });
  });

  it('leaves the model for browsers out where it cannot be one', () => {
    const graph = new GraphBuilder([4]);
    graph.layer('unit', { op: 'normalize' });
    expect(write(graph.build())).toEqual(['student.safetensors', 'student.onnx']);
  });
});
