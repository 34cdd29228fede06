import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { PolymathError } from '@polymath/errors';
import type { Command } from 'commander';
import { addressOf } from '../addresses.js';
import { withClients, type Clients } from '../clients.js';
import { formatBytes } from '../output/format.js';
import { jsonOf } from '../request/registry.js';
import { interruptible } from '../shell.js';
import { download, upload, type TransferParts } from '../transfers.js';
import { areasOf, withAreaFlags, type AreaFlags, type Registration } from './leaf.js';

/** Adds `polymath artifacts put|get`. */
export function addArtifactCommands(program: Command, registration: Registration): void {
  const group = program
    .command('artifacts')
    .description('store files with a service, and fetch them');
  const put = group.command('put').argument('<file...>').description('store files');
  withAreaFlags(put).action(async (files: string[], flags: AreaFlags) => {
    await transfer(registration, flags, async (parts) => {
      for (const file of files) tell(parts, flags, await upload(parts, file));
    });
  });
  const get = group
    .command('get')
    .argument('<sha256>', 'as "jobs get" and "artifacts put" print it')
    .description('fetch a file by its hash');
  get.argument('[file]', 'where to save it, a file or a folder; its name, else its hash, here');
  withAreaFlags(get).action(async (sha256: string, path: string | undefined, flags: AreaFlags) => {
    await transfer(registration, flags, async (parts) => {
      const { artifact } = await parts.artifacts.stat({ sha256 });
      if (!artifact) throw new PolymathError('not-found', `no such artifact: ${sha256}`);
      const target = targetOf(path, artifact.name.replaceAll(/.*\//g, '') || sha256);
      await download(parts, artifact, target);
      tell(parts, flags, artifact, target);
    });
  });
}

async function transfer(
  { shell, finish }: Registration,
  flags: AreaFlags,
  work: (parts: TransferParts) => Promise<void>,
): Promise<void> {
  const { terminal, env } = shell;
  const address = addressOf(areasOf(flags, env)[0]!, { address: flags.address, env });
  await interruptible(shell, (signal) =>
    withClients(address, ({ artifacts }: Clients) => work({ artifacts, terminal, signal })),
  );
  finish(0);
}

/** The path itself, or a name in it when it is a folder. */
function targetOf(path: string | undefined, name: string): string {
  if (path === undefined) return name;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, name) : path;
}

function tell({ terminal }: TransferParts, flags: AreaFlags, artifact: Artifact, path?: string) {
  const { sha256, sizeBytes, name } = artifact;
  if (flags.json) {
    terminal.printJson(
      jsonOf('polymath.artifacts.v1.Artifact', Artifact.encode(artifact).finish()),
    );
  } else {
    terminal.print(`${sha256}  ${path ?? name}  ${formatBytes(Number(sizeBytes))}`);
  }
}
