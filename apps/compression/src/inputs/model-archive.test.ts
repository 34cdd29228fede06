import { gzipSync } from 'node:zlib';
import { PolymathError } from '@polymath/errors';
import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import { isArchive, readModelArchive } from './model-archive.js';

const pack = (files: Record<string, string>) =>
  createTar(Object.entries(files).map(([name, data]) => ({ name, data })));
const model = pack({
  './out/m.onnx': 'model',
  './out/m.onnx.data': 'weights',
  './out/._m.onnx': '',
});
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

function refusal(bytes: Uint8Array, act = readModelArchive as (bytes: Uint8Array) => unknown) {
  try {
    act(bytes);
  } catch (error) {
    const { kind, message } = PolymathError.from(error);
    return { kind, message };
  }
  throw new Error('it was read');
}

describe('readModelArchive', () => {
  it.each([
    ['plain', model],
    ['compressed', gzipSync(model)],
    ['inside of other bytes', Buffer.concat([Buffer.alloc(3), model]).subarray(3)],
  ])('finds the model and what lies beside it: %s', (_, bytes) => {
    expect(isArchive(bytes)).toBe(true);
    const archive = readModelArchive(bytes);
    expect(archive.name).toBe('out/m.onnx');
    expect(text(archive.bytes)).toBe('model');
    expect(text(archive.file('m.onnx.data'))).toBe('weights');
  });

  it('says what there is where a file is missing', () => {
    expect(refusal(model, (bytes) => readModelArchive(bytes).file('other'))).toEqual({
      kind: 'corrupt-data',
      message: 'the archive lacks other; it has out/m.onnx, out/m.onnx.data',
    });
  });

  it.each([
    ['none', pack({ 'a.txt': '' }), 'none in a.txt'],
    ['two', pack({ 'a.onnx': '', 'b.json': '' }), 'a.onnx, b.json'],
  ])('refuses %s for a model', (_, bytes, got) => {
    expect(refusal(bytes)).toEqual({
      kind: 'invalid-input',
      message: `expected one model, *.onnx or *.json, in the archive, got ${got}`,
    });
  });

  it.each([
    ['tar', model.subarray(0, 514)],
    ['gzip', gzipSync(model).subarray(0, 60)],
  ])('refuses a %s that is cut short', (_, bytes) => {
    expect(refusal(bytes).kind).toBe('corrupt-data');
  });
});

describe('isArchive', () => {
  it('takes other files for none', () => {
    expect(isArchive(new Uint8Array())).toBe(false);
    expect(isArchive(Buffer.alloc(1000, 'x'))).toBe(false);
  });
});
