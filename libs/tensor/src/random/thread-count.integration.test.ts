import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

// Large enough for TensorFlow to share a draw among its threads.
const program = `
  import { createHash } from 'node:crypto';
  import { floatsOf, randomStream } from '@polymath/tensor';
  const stream = randomStream(42, 'threads');
  const hash = createHash('sha256');
  hash.update(floatsOf(stream.normal([1000, 777], 1, 2)));
  hash.update(floatsOf(stream.uniform([333, 999], -1, 1)));
  hash.update(stream.permutation(1000));
  console.log(hash.digest('hex'));
`;

function digest(threads: string): string {
  return execFileSync(
    process.execPath,
    ['--conditions=@polymath/source', '--import', 'tsx', '--input-type=module', '--eval', program],
    {
      encoding: 'utf8',
      cwd: new URL('.', import.meta.url),
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...process.env,
        TF_NUM_INTRAOP_THREADS: threads,
        TF_NUM_INTEROP_THREADS: threads,
      },
    },
  ).trim();
}

describe('randomStream in processes of different thread counts', () => {
  it('gives the same bits', () => {
    const one = digest('1');
    expect(one).toHaveLength(64);
    expect(digest('2')).toBe(one);
  });
});
