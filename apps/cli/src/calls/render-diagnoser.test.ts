import { DescribeDiagnoserResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import type { JsonValue } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { renderDiagnoser } from './render-diagnoser.js';

describe('renderDiagnoser', () => {
  it('says what it takes and knows, and where its filters listen', () => {
    const response = DescribeDiagnoserResponse.fromPartial({
      ...{ conditions: ['ball', 'normal'], sampleRateHz: 12000, unit: Unit.UNIT_METRES_PER_SECOND_SQUARED },
      ...{ windowLength: 1200, heldOutAccuracy: 0.975, calibration: 'the last fifth', temperature: 1.5 },
      ...{ recordings: ['a', 'b'], filters: [{ filter: 2, centreHz: 1415.3, widthHz: 312.6 }] },
    }); // prettier-ignore
    const text = renderDiagnoser(DescribeDiagnoserResponse.toJSON(response) as JsonValue);
    expect(text.split('\n')).toEqual([
      'names      ball, normal',
      'takes      windows of 1,200 samples at 12,000 Hz, in metres per second squared',
      'right on   97.5 % of the windows that calibrated it',
      'calibrated by the last fifth; temperature 1.5',
      'taught by  a, b',
      '',
      'filter  centre / Hz  width / Hz',
      '──────  ───────────  ──────────',
      '     2        1,415         313',
    ]);
  });
});
