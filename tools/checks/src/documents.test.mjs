import { describe, expect, it } from 'vitest';
import { commands, relativeLinks, rpcsOf } from './documents.mjs';

describe('relativeLinks', () => {
  it('takes links and pictures, without anchors', () => {
    expect(relativeLinks('see [a](docs/a.md#b) and ![p](p.png)')).toEqual(['docs/a.md', 'p.png']);
  });

  it('leaves the web, anchors of the same page and code alone', () => {
    const text = '[w](https://x.org) [h](#here) `[c](d)`\n```\n[e](f)\n```\n';
    expect(relativeLinks(text)).toEqual([]);
  });
});

describe('commands', () => {
  it('finds them in blocks and in the text, without remarks', () => {
    const text = 'Say `npm run a; b`.\n```\nnpm run b    what it does\necho npm run c\n```\n';
    expect(commands(text, 'npm run')).toEqual(['npm run b', 'npm run a']);
  });

  it('joins lines that go on', () => {
    expect(commands('```\nnpm run a \\\n  --b c\n```\n', 'npm run')).toEqual(['npm run a --b c']);
  });
});

describe('rpcsOf', () => {
  it('gives their names', () => {
    expect(rpcsOf('service S {\n  // rpc No\n  rpc Get(A) returns (B);\n}')).toEqual(['Get']);
  });
});
