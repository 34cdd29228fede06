import { describe, expect, it } from 'vitest';
import { settingRows } from './setting-rows.js';

describe('settingRows', () => {
  it('says in words what is nested where, and leaves out what is not set', () => {
    const training = { images: { sha256: 'ab'.repeat(32), name: 'x.idx' }, mean: [0.5, 0.25] };
    const rows = settingRows({ epochs: 3, training, options: undefined, layers: [{ layer: 'a', evbmf: {} }, { layer: 'b', keep: false }] }); // prettier-ignore
    expect(rows).toEqual([
      ['epochs', '3'],
      ['training › images', 'x.idx, abababababab'],
      ['training › mean', '0.5, 0.25'],
      ['layer 1 › layer', 'a'],
      ['layer 1 › evbmf', 'as usual'],
      ['layer 2 › layer', 'b'],
      ['layer 2 › keep', 'no'],
    ]);
  });

  it('writes values of enums as the command line does, and leaves other texts alone', () => {
    const rows = settingRows({ architecture: 'ARCHITECTURE_SMALL_CNN', protocols: ['SPLIT_PROTOCOL_RANDOM'], labelColumn: 'MY_LABEL' }); // prettier-ignore
    expect(rows.map(([, value]) => value)).toEqual(['small-cnn', 'random', 'MY_LABEL']);
  });

  it('stays short', () => {
    const rows = settingRows(
      Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`s${i}`, i])),
    );
    expect(rows).toHaveLength(61);
    expect(rows.at(-1)).toEqual(['...', '39 more']);
  });
});
