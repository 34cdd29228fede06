import { describe, expect, it } from 'vitest';
import { settingRows } from './setting-rows.js';

describe('settingRows', () => {
  it('names what is nested by its path, and leaves out what is not set', () => {
    const training = { images: { sha256: 'ab'.repeat(32), name: 'x.idx' }, mean: [0.5, 0.25] };
    const rows = settingRows({ epochs: 3, training, options: undefined, layers: [{ layer: 'a', evbmf: {} }, { layer: 'b', keep: false }] }); // prettier-ignore
    expect(rows).toEqual([
      ['epochs', '3'],
      ['training.images', 'x.idx, abababababab'],
      ['training.mean', '0.5, 0.25'],
      ['layers[0].layer', 'a'],
      ['layers[0].evbmf', 'as usual'],
      ['layers[1].layer', 'b'],
      ['layers[1].keep', 'false'],
    ]);
  });

  it('stays short', () => {
    const rows = settingRows(
      Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`s${i}`, i])),
    );
    expect(rows).toHaveLength(61);
    expect(rows.at(-1)).toEqual(['...', '39 more']);
  });
});
