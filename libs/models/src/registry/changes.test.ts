import { describe, expect, it } from 'vitest';
import { newModel, resolveVersion, withAlias, withoutVersion, withVersion } from './changes.js';

const from = (jobId = '') => ({
  ...{ kind: 'echo', artifact: undefined, signature: undefined, metrics: {} },
  lineage: { jobId, jobKind: '', specSha256: '', data: [] },
});
const empty = newModel('digits', 'test', 0);
const three = ['a', 'b', 'c'].reduce((model, id) => withVersion(model, from(id), 1), empty);
const versions = ({ versions }: typeof empty) => versions.map(({ version }) => version);
const alias = (name: string, version: number, expected?: number) => ({
  ...{ alias: name, version, expected },
});

describe('withVersion', () => {
  it('numbers versions from 1', () => {
    expect(versions(three)).toEqual([1, 2, 3]);
  });

  it('changes nothing for a job that has a version', () => {
    expect(withVersion(three, from('b'), 2)).toBe(three);
  });

  it('never gives the number of a removed version again, nor its job a new one', () => {
    const two = withoutVersion(three, 3, 2);
    expect(versions(withVersion(two, from(), 3))).toEqual([1, 2, 4]);
    expect(() => withVersion(two, from('c'), 3)).toThrow(
      'the version of digits that job c made was removed',
    );
  });
});

describe('withAlias', () => {
  it('sets, moves and removes', () => {
    const set = withAlias(three, alias('live', 1, 0), 2);
    const moved = withAlias(set, alias('live', 2, 1), 2);
    expect([set, moved].map(({ aliases }) => aliases)).toEqual([{ live: 1 }, { live: 2 }]);
    expect(withAlias(moved, alias('live', 0), 2).aliases).toEqual({});
  });

  it('refuses when it points elsewhere than expected', () => {
    const set = withAlias(three, alias('live', 1), 2);
    for (const expected of [0, 2]) {
      expect(() => withAlias(set, alias('live', 3, expected), 2)).toThrow(
        `expected live to be version ${expected}, it is 1 (0: not set)`,
      );
    }
  });

  it('refuses a version that is not there', () => {
    expect(() => withAlias(three, alias('live', 4), 2)).toThrow('digits/4');
  });
});

describe('withoutVersion', () => {
  it('refuses a version that an alias points at', () => {
    const set = withAlias(three, alias('live', 1), 2);
    expect(() => withoutVersion(set, 1, 2)).toThrow('version 1 of digits is live');
  });
});

describe('resolveVersion', () => {
  const set = withAlias(withAlias(three, alias('live', 2), 2), alias('constructor', 1), 2);

  it.each([
    ['', 3],
    ['2', 2],
    ['live', 2],
    ['constructor', 1],
    ['4', undefined],
    ['0', undefined],
    ['other', undefined],
    ['tostring', undefined],
    ['toString', undefined],
  ])('finds "%s"', (text, version) => {
    expect(resolveVersion(set, text)?.version).toBe(version);
  });

  it('takes the alias default where nothing is given', () => {
    expect(resolveVersion(withAlias(set, alias('default', 1), 2), '')?.version).toBe(1);
  });

  it('finds nothing in a model without versions', () => {
    expect(resolveVersion(empty, '')).toBeUndefined();
  });
});
