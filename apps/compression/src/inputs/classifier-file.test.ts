import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { lenet5 } from '@polymath/compression';
import { PolymathError } from '@polymath/errors';
import { exportOnnx } from '@polymath/onnx';
import { exportLayersModel } from '@polymath/tfjs-layers';
import { createTar } from 'nanotar';
import onnxProto, { type onnx } from 'onnx-proto';
import {
  createNetwork,
  decodeSafetensors,
  disposeNetwork,
  encodeNetwork,
  encodeSafetensors,
  parameterValues,
  randomStream,
} from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readClassifier } from './classifier-file.js';

const artifact: Artifact = { sha256: '', sizeBytes: 0n, mediaType: '', name: '' };
let folder: string;
let safetensors: Uint8Array;
let onnxFile: Uint8Array;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-classifier-'));
  const network = createNetwork(lenet5({ channels: 1, classes: 3 }), randomStream(1, 'weights'));
  safetensors = encodeNetwork(network);
  onnxFile = exportOnnx(network);
  disposeNetwork(network);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a classifier out of the content of an artifact. */
function read(content: Uint8Array) {
  const path = join(folder, 'input');
  writeFileSync(path, content);
  return readClassifier({ input: () => path }, artifact);
}

/** Kind and message with which a content is refused. */
function refusal(content: Uint8Array): { kind: string; message: string } {
  try {
    disposeNetwork(read(content));
  } catch (error) {
    const { kind, message } = PolymathError.from(error);
    return { kind, message };
  }
  throw new Error('it was read');
}

/** A dense layer of two features and two classes without a bias. */
function oneDense(): onnx.IModelProto {
  const value = (name: string) => ({
    name,
    type: {
      tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'batch' }, { dimValue: 2 }] } },
    },
  });
  return {
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'one',
      node: [
        {
          opType: 'Gemm',
          name: 'fc',
          input: ['input', 'fc.weight'],
          output: ['logits'],
          attribute: [
            { name: 'transB', type: onnxProto.onnx.AttributeProto.AttributeType.INT, i: 1 },
          ],
        },
      ],
      initializer: [{ name: 'fc.weight', dims: [2, 2], dataType: 1, floatData: [1, 2, 3, 4] }],
      input: [value('input')],
      output: [value('logits')],
    },
  };
}

describe('readClassifier', () => {
  it('reads our safetensors and ONNX alike', () => {
    const ours = read(safetensors);
    const foreign = read(onnxFile);
    expect(foreign.graph.input.shape).toEqual(ours.graph.input.shape);
    expect(foreign.parameters.size).toBe(ours.parameters.size);
    [ours, foreign].forEach(disposeNetwork);
  });

  it('reads a TensorFlow.js model out of an archive', () => {
    const ours = read(safetensors);
    const { model, weights } = exportLayersModel(ours);
    const files = [
      { name: 'model.json', data: model },
      { name: 'weights.bin', data: weights },
    ];
    const foreign = read(createTar(files));
    expect(parameterValues(foreign.parameters)).toEqual(parameterValues(ours.parameters));
    const { kind, message } = refusal(model);
    expect(kind).toBe('invalid-input');
    expect(message).toMatch(/pack model.json with its weights into a tar archive$/);
    [ours, foreign].forEach(disposeNetwork);
  });

  it('reads an ONNX model whose weights lie beside it out of an archive', () => {
    const data = Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
    const inside = oneDense();
    const { initializer } = inside.graph!;
    const [weight] = initializer!;
    const entry = (key: string, value: string) => ({ key, value });
    Object.assign(weight!, {
      floatData: [],
      dataLocation: onnxProto.onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: [entry('location', 'w.bin'), entry('offset', '4'), entry('length', '16')],
    });
    const bytes = onnxProto.onnx.ModelProto.encode(inside).finish();
    const archive = createTar([
      { name: 'm/w.bin', data },
      { name: 'm/model.onnx', data: bytes },
    ]);
    const network = read(archive);
    // [out, in] in the file
    expect([...parameterValues(network.parameters).values()]).toEqual([
      Float32Array.of(2, 4, 3, 5),
    ]);
    disposeNetwork(network);
    expect(refusal(bytes).message).toMatch(/pack both files into a tar archive/);
  });

  it.each([0.1, 0.5, 0.999])('refuses an ONNX file cut off after %f of it', (share) => {
    const { kind, message } = refusal(onnxFile.subarray(0, Math.floor(onnxFile.length * share)));
    expect(kind).toBe('corrupt-data');
    expect(message).toMatch(/onnx/i);
  });

  it.each([0.01, 0.5, 0.999])('refuses safetensors cut off after %f of them', (share) => {
    const { kind, message } = refusal(
      safetensors.subarray(0, Math.floor(safetensors.length * share)),
    );
    expect(kind).toBe('corrupt-data');
    expect(message).toMatch(/safetensors/);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('a classifier, I promise')],
    ['an IDX file', Buffer.from([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7])],
  ])('refuses %s', (_, content) => {
    expect(refusal(content).kind).toMatch(/corrupt-data|invalid-input/);
  });

  it('refuses a tensor of the wrong shape and names it', () => {
    const { tensors, metadata } = decodeSafetensors(safetensors);
    const [name, wrong] = [...tensors].find(([, { shape }]) => shape.length === 4)!;
    const [first = 0, ...rest] = wrong.shape;
    const swapped = new Map(tensors).set(name, { ...wrong, shape: [...rest, first] });
    const { kind, message } = refusal(encodeSafetensors(swapped, metadata));
    expect(kind).toBe('corrupt-data');
    expect(message).toContain(name);
    expect(message).toContain(`[${wrong.shape.join(', ')}]`);
    expect(message).toContain(`[${[...rest, first].join(', ')}]`);
  });

  it('refuses a network that gives no row of logits', () => {
    const graph = {
      input: { name: 'input', shape: [4, 4, 1] },
      layers: [{ name: 'relu', op: 'relu' as const, inputs: ['input'] }],
      output: 'relu',
    };
    const network = createNetwork(graph, randomStream(1, 'weights'));
    expect(refusal(encodeNetwork(network))).toEqual({
      kind: 'invalid-input',
      message: 'expected a classifier that gives [classes], got [4, 4, 1]',
    });
    disposeNetwork(network);
  });
});
