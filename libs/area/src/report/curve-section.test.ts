import type { Curves, Figure } from '@polymath/plots';
import { describe, expect, it } from 'vitest';
import { curveSection, wordsOf } from './curve-section.js';
import { addValue, emptyCurve } from './thinned-curve.js';

function curveOf(phase: string, metric: string, ...values: number[]) {
  const curve = emptyCurve();
  values.forEach((value, i) => addValue(curve, i + 1, value));
  return { phase, metric, curve };
}

/** The pictures of a section: caption, series and axis. */
const picturesOf = (...curves: ReturnType<typeof curveOf>[]) =>
  (curveSection(curves)?.blocks ?? []).map((block) => {
    const { plot, caption } = block as Figure;
    const { series, y } = plot as Curves;
    return { caption, names: series.map(({ name, muted }) => (muted ? '' : name)), y };
  });

describe('curveSection', () => {
  it('draws a metric and the same one on held-out inputs together', () => {
    const pictures = picturesOf(
      curveOf('train', 'loss', 2, 0.01),
      curveOf('train', 'accuracy', 0.1, 0.9),
      curveOf('train', 'validationAccuracy', 0.1, 0.8),
    );
    expect(pictures).toEqual([
      { caption: 'loss, from 2 to 0.01', names: ['loss'], y: { title: 'loss', log: true } },
      { caption: 'accuracy', names: ['accuracy', 'validation accuracy'], y: { title: 'accuracy', percent: true } }, // prettier-ignore
    ]);
  });

  it('keeps kinds of phases apart and names turns', () => {
    const turns = ['a', 'b'].flatMap((turn) => [
      curveOf(`${turn}: filters`, 'loss', 2, 1),
      curveOf(`${turn}: test`, 'accuracy', 1),
    ]);
    expect(picturesOf(...turns)).toEqual([
      { caption: 'filters: loss', names: ['a', 'b'], y: { title: 'loss' } },
    ]);
  });

  it('says where a curve begins and ends', () => {
    const pictures = picturesOf(
      curveOf('a', 'loss', 2.3456, 1),
      curveOf('a', 'accuracy', 0.1, 0.9),
    );
    expect(pictures.map(({ caption }) => caption)).toEqual(['loss, from 2.35 to 1', 'accuracy, from 10.0 % to 90.0 %']); // prettier-ignore
  });

  it('draws a sum of one term once', () => {
    const pictures = picturesOf(curveOf('a', 'loss', 2, 1), curveOf('a', 'triplet', 2, 1), curveOf('b', 'triplet', 2, 1)); // prettier-ignore
    expect(pictures.map(({ caption }) => caption)).toEqual(['loss, from 2 to 1', 'triplet, from 2 to 1']); // prettier-ignore
  });

  it('begins with what a reader must know', () => {
    const section = curveSection([curveOf('a', 'loss', 2, 1)], 'Means.');
    expect(section!.blocks[0]).toEqual({ kind: 'text', text: 'Means.' });
  });

  it('shows the last of many in colour', () => {
    const [picture] = picturesOf(
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((turn) => curveOf(turn, 'loss', 2, 1)),
    );
    expect(picture!.names).toEqual(['', '', '', '', '', '', 'g']);
    expect(picture!.caption).toBe('loss; g in colour, the 6 others in grey');
  });

  it('is none where nothing has a course', () => {
    expect(curveSection([curveOf('a', 'loss', 1)])).toBeUndefined();
  });
});

describe('wordsOf', () => {
  it('parts words', () =>
    expect(wordsOf('teacherSecondsPerImage')).toBe('teacher seconds per image'));

  it('parts a number from what it is of, and no number from a name', () =>
    expect(['recallAt16', 'conv3Error'].map(wordsOf)).toEqual(['recall at 16', 'conv3 error']));

  it('writes a unit as one', () => expect(wordsOf('sampleRateHz')).toBe('sample rate / Hz'));
});
