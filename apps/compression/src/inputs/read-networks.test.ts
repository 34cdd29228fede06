import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallCnn } from '@polymath/compression';
import { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  createNetwork,
  disposeNetwork,
  encodeNetwork,
  liveTensors,
  randomStream,
} from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeingOnError, readNetworks } from './read-networks.js';

let folder: string;
const input = ({ sha256 }: { sha256: string }) => join(folder, sha256);
const named = (sha256: string) => Artifact.fromPartial({ sha256 });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-networks-'));
  const network = createNetwork(smallCnn(), randomStream(1, 'weights'));
  writeFileSync(join(folder, 'whole'), encodeNetwork(network));
  writeFileSync(join(folder, 'broken'), 'nothing of the kind');
  disposeNetwork(network);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('readNetworks', () => {
  it('reads each', () => {
    const networks = readNetworks({ input }, [named('whole'), named('whole')]);
    expect(networks.map(({ graph }) => graph.output)).toEqual(['fc', 'fc']);
    networks.forEach(disposeNetwork);
  });

  it('leaves none where one is broken', () => {
    const before = liveTensors();
    expect(() => readNetworks({ input }, [named('whole'), named('broken')])).toThrow();
    expect(liveTensors()).toBe(before);
  });
});

describe('freeingOnError', () => {
  it('frees the networks where the work fails, and throws on', () => {
    const before = liveTensors();
    const networks = readNetworks({ input }, [named('whole')]);
    const failing = () => {
      throw new Error('no');
    };
    expect(() => freeingOnError(networks, failing)).toThrow('no');
    expect(liveTensors()).toBe(before);
  });
});
