import type { Block } from '@polymath/area/report';
import { LabelledRecording } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { describe, expect, it } from 'vitest';
import { recordingsTable } from './recordings-table.js';

describe('recordingsTable', () => {
  it('counts recordings by condition, and names each size and load once', () => {
    const labels = [['ball', '007', '0 hp'], ['normal', '', '0 hp'], ['ball', '014', '0 hp']]; // prettier-ignore
    const recordings = labels.map(([condition, severity, load]) =>
      LabelledRecording.fromPartial({ condition, severity, load } as object),
    );
    expect((recordingsTable(recordings) as Extract<Block, { kind: 'table' }>).rows).toEqual([
      ['ball', 2, '007, 014', '0 hp'],
      ['normal', 1, '-', '0 hp'],
    ]);
  });
});
