import { describe, expect, it } from 'vitest';
import { newTraceParent, parseTraceParent, toTraceParent, traceIdOf } from './trace-parent.js';

// The example of the specification, section 3.2.
const example = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('parseTraceParent', () => {
  it('reads the example of the specification', () => {
    const spanId = '00f067aa0ba902b7';
    expect(parseTraceParent(example)).toEqual({ traceId, spanId, traceFlags: 1, isRemote: true });
  });

  it('reads what a later version puts first', () => {
    expect(parseTraceParent(`cc${example.slice(2)}-what-follows`)).toMatchObject({ traceId });
  });

  it.each([
    ['nothing', ''],
    ['capitals', example.toUpperCase()],
    ['a trace of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['a span of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['the version that is forbidden', `ff${example.slice(2)}`],
    ['what is too short', example.slice(0, -1)],
  ])('refuses %s', (_, text) => {
    expect(parseTraceParent(text)).toBeUndefined();
  });
});

describe('toTraceParent', () => {
  it('writes what was read', () => {
    expect(toTraceParent(parseTraceParent(example)!)).toBe(example);
  });
});

describe('newTraceParent', () => {
  it('names a new trace that is not recorded', () => {
    const first = newTraceParent();
    expect(parseTraceParent(first)).toMatchObject({ traceFlags: 0 });
    expect(traceIdOf(newTraceParent())).not.toBe(traceIdOf(first));
  });
});
