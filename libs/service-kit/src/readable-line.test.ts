import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.js';
import { readableLine } from './readable-line.js';

describe('readableLine', () => {
  it('tells time, level, message and cause of a line of JSON', () => {
    const line = '{"level":60,"time":3723000,"msg":"failed","err":{"message":"no disk"}}';
    expect(readableLine(line)).toBe('01:02:03 fatal failed: no disk');
  });

  it('tells the fields of an entry, and not what every entry of a program has', () => {
    const lines: string[] = [];
    const log = createLogger('test', 'info', { write: (line) => void lines.push(line) });
    log.warn({ job: 'a1', epoch: 2, why: 'no room', list: [1] }, 'job left');
    expect(readableLine(lines[0]!).slice(9)).toBe(
      'warning job left job=a1 epoch=2 why="no room" list=[1]',
    );
  });

  it('leaves other text as it is', () => {
    expect(readableLine('[7] 12:00 Server is ready')).toBe('[7] 12:00 Server is ready');
  });
});
