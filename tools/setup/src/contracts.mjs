import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';

/** Provides the code generated from proto/. */
export async function provideContracts(root, say) {
  const path = pathToFileURL(join(root, 'libs/contracts/generate.mjs')).href;
  const { isGenerated, generate } = await import(path);
  if (isGenerated()) return;
  await withLock(join(root, '.cache/contracts.lock'), say, () => {
    if (isGenerated()) return;
    say('contracts: generating TypeScript from proto/');
    generate();
  });
}
