import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PolymathError } from '@polymath/errors';
import { z } from 'zod';

const schema = z.object({
  /** Process of the `polymath up` that wrote it. */
  pid: z.int(),
  startTime: z.string(),
  nats: z.object({ url: z.string() }),
  /** By the name of the area. */
  services: z.record(z.string(), z.object({ address: z.string(), adminAddress: z.string() })),
});

/** What runs: written by `polymath up` to `run.json` of its data folder, read by the other commands. */
export type RunFile = z.infer<typeof schema>;

/** Where the run file of a data folder lies. */
export function runFilePath(dataDir: string): string {
  return join(dataDir, 'run.json');
}

/**
 * What runs over a data folder; undefined when nothing does.
 * @throws corrupt-data when the file is not one of ours
 */
export function readRunFile(dataDir: string): RunFile | undefined {
  const path = runFilePath(dataDir);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const run = parse(text, path);
  return isAlive(run.pid) ? run : undefined;
}

function parse(text: string, path: string): RunFile {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${path} is not what "polymath up" writes: remove it`;
    throw new PolymathError('corrupt-data', message, { cause });
  }
}

/** Writes the run file, whole or not at all. */
export function writeRunFile(dataDir: string, run: RunFile): void {
  mkdirSync(dataDir, { recursive: true });
  const path = runFilePath(dataDir);
  writeFileSync(`${path}.new`, `${JSON.stringify(run, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** Removes the run file. */
export function removeRunFile(dataDir: string): void {
  rmSync(runFilePath(dataDir), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
