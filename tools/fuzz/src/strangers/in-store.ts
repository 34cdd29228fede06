import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from '../stage/stage.js';
import { linesOf } from './watched.js';

/** Puts into the folder of the artifact store what no service put there; tells what came to harm. */
export async function strangersInStore(
  stage: Stage,
  log: (line: string) => void,
): Promise<string[]> {
  const store = join(stage.folder, 'data', 'artifacts');
  const { artifacts } = stage.worlds[0]!.clients;
  const folderSha = `ab${'0'.repeat(62)}`;
  writeFileSync(join(store, 'blobs', 'README.txt'), 'a file where folders are');
  mkdirSync(join(store, 'blobs', 'ab', 'folder'), { recursive: true });
  mkdirSync(join(store, 'blobs', 'ab', folderSha));
  writeFileSync(join(store, 'blobs', 'ab', 'half'), 'no digest');
  writeFileSync(join(store, 'blobs', 'ab', `ab${'1'.repeat(62)}`), 'another content');
  mkdirSync(join(store, 'unfinished', 'folder'));
  writeFileSync(join(store, 'unfinished', 'half'), 'half a file');
  const faults: string[] = [];
  const ask = async (what: string, call: () => Promise<unknown>, kinds: readonly string[]) => {
    const kind = await call().then(
      () => 'ok',
      (error: unknown) => (error as { kind?: string }).kind ?? String(error),
    );
    if (!kinds.includes(kind)) faults.push(`strangers in the store: ${what} is ${kind}`);
  };
  const download = async () => {
    const parts = artifacts.download({ sha256: folderSha, offsetBytes: 0n });
    while (!(await parts.next()).done);
  };
  await ask('Stat of a folder', () => artifacts.stat({ sha256: folderSha }), ['not-found']);
  await ask('Download of a folder', download, ['not-found']);
  const before = linesOf(stage.logFile('compression')).length;
  // A collection is due every two seconds.
  await delay(5000);
  const lines = linesOf(stage.logFile('compression')).slice(before);
  log(`strangers in the store: ${lines.length} lines in 5 s`);
  if (lines.length > 0) faults.push(`strangers in the store: ${lines.length} lines, e.g. ${lines[0]!.slice(0, 400)}`); // prettier-ignore
  return faults;
}
