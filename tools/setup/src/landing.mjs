import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cleanUpAtExit } from './cleanup.mjs';
import { withLock } from './lock.mjs';

/**
 * Makes a folder of the cache, whole or not at all: it is filled beside its place and then renamed.
 * Only one process at a time does so for the same folder; the others wait and take its result.
 *
 * @param folder where the result belongs; when it is there, nothing is done
 * @param fill receives an empty folder and puts everything into it
 */
export async function land(folder, say, fill) {
  if (existsSync(folder)) return;
  await withLock(`${folder}.lock`, say, async () => {
    if (existsSync(folder)) return;
    removeLeftovers(folder);
    const work = mkdtempSync(`${folder}.part-`);
    const discard = cleanUpAtExit(() => rmSync(work, { recursive: true, force: true }));
    try {
      await fill(work);
      if (!existsSync(folder)) renameSync(work, folder);
    } finally {
      discard();
    }
  });
}

/** What killed runs left behind. */
function removeLeftovers(folder) {
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent))
    if (name.startsWith(`${basename(folder)}.part-`))
      rmSync(join(parent, name), { recursive: true, force: true });
}
