import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from './safetensors.js';
import { decodeSnapshot, encodeSnapshot } from './snapshot.js';
import type { Snapshot } from './training.js';

const snapshot: Snapshot = {
  tensors: new Map([
    ['model/weight', { dtype: 'float32', shape: [2], data: Float32Array.of(1, -0.1) }],
  ]),
  state: { own: { step: 3 }, parts: { model: null, best: { score: -1.5, epoch: 2 } } },
};

describe('encodeSnapshot', () => {
  it('is undone by decodeSnapshot', () => {
    expect(decodeSnapshot(encodeSnapshot(snapshot))).toEqual(snapshot);
  });

  it('gives the same bytes for the same state', () => {
    expect(encodeSnapshot(decodeSnapshot(encodeSnapshot(snapshot)))).toEqual(
      encodeSnapshot(snapshot),
    );
  });
});

describe('decodeSnapshot', () => {
  const format = 'polymath.snapshot.v1';

  it.each<[string, Record<string, string>]>([
    ['expected a file of format polymath.snapshot.v1, got none', {}],
    ['expected a file of format polymath.snapshot.v1, got other', { format: 'other', state: '1' }],
    ['the state of the snapshot is no JSON', { format, state: '{' }],
  ])('finds corrupt data: %s', (message, metadata) => {
    expect(() => decodeSnapshot(encodeSafetensors(new Map(), metadata))).toThrow(
      expect.objectContaining({ kind: 'corrupt-data', message }) as Error,
    );
  });
});
