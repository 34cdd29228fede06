import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openArtifactStore } from './artifact-store.js';
import { testFolder } from './folder.fixture.js';

const run = promisify(execFile);
const module = new URL('./artifact-store.ts', import.meta.url).href;

describe('a disk with too little space', () => {
  it('refuses the blob as resource-exhausted and stores the next one that fits', async () => {
    const folder = await testFolder();
    const program = `
      import { openArtifactStore } from '${module}';
      import { PolymathError } from '@polymath/errors';
      const store = await openArtifactStore('${folder}');
      const text = { name: 'a', mediaType: '' };
      const refused = await store.put(Buffer.alloc(1 << 20), text).catch((error) => error);
      const { sha256 } = await store.put(Buffer.from('fits'), text);
      console.log(JSON.stringify({ kind: PolymathError.from(refused).kind, sha256 }));`;
    const node = `"${process.execPath}" --conditions=@polymath/source --import tsx`;
    // A limit of 512 KiB on files that the process writes stands for the full disk.
    const script = `ulimit -f 512; exec ${node} --input-type=module --eval "$0"`;
    const env = { ...process.env, TSX_DISABLE_CACHE: '1' };
    const { stdout } = await run('bash', ['-c', script, program], { env });
    const { kind, sha256 } = JSON.parse(stdout) as { kind: string; sha256: string };
    expect(kind).toBe('resource-exhausted');
    const store = await openArtifactStore(folder);
    expect(await store.stat(sha256)).toMatchObject({ sizeBytes: 4n });
    expect(await store.collect(new Set(), 0)).toEqual({ blobs: 1, sizeBytes: 4 });
  });
});
