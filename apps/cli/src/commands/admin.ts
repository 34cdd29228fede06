import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PolymathError } from '@polymath/errors';
import { Option, type Command } from 'commander';
import { addressOf } from '../addresses.js';
import { areas } from '../areas.js';
import { backUp, type Place } from '../backup/back-up.js';
import { checkArchive, type CheckedArchive } from '../backup/check-archive.js';
import { requireEmpty, restore } from '../backup/restore.js';
import { manifestJson, manifestText, rebuiltJson, rebuiltText, restoredJson, restoredText } from '../output/backup-view.js'; // prettier-ignore
import { clientsAt } from '../clients.js';
import { interruptible, type Shell } from '../shell.js';
import { startMeter } from '../transfers.js';
import { areasOf, type Registration } from './leaf.js';

interface AdminFlags {
  readonly json?: true;
  readonly area?: string;
  readonly merge?: true;
}

/** How long a rebuild may take, in milliseconds. */
const rebuildMs = 3_600_000;

/** Adds `polymath admin backup|check|restore|rebuild`. */
export function addAdminCommands(program: Command, registration: Registration): void {
  const group = program
    .command('admin')
    .description('back up jobs, models and their artifacts, and put them back');
  addBackup(group, registration);
  addCheck(group, registration);
  addRestore(group, registration);
  addRebuild(group, registration);
}

function withFlags(command: Command): Command {
  const names = areas.map(({ name }) => name);
  return command
    .option('--json', 'print one object of JSON, and nothing else')
    .addOption(new Option('--area <name>', 'this area alone').choices(names));
}

function addBackup(group: Command, { shell, finish }: Registration): void {
  const command = group
    .command('backup')
    .argument('<path>', 'a new file, or a folder that gets one named by the time')
    .description('write jobs, models and artifacts of the running platform to one file');
  withFlags(command).action(async (path: string, flags: AdminFlags) => {
    const file = fileFor(path, new Date());
    const manifest = await atPlaces(shell, flags, 'backing up', (places, options) =>
      backUp(file, places, options),
    );
    const left = areas.filter(({ name }) => !manifest.areas.some((area) => area.name === name));
    if (left.length > 0) {
      const text = left.map(({ name }) => name).join(', ');
      shell.terminal.note(`not in it, for nothing says where they are: ${text}`);
    }
    if (flags.json) shell.terminal.printJson(manifestJson(file, manifest));
    else shell.terminal.print(manifestText(file, manifest));
    finish(0);
  });
}

function addCheck(group: Command, { shell, finish }: Registration): void {
  const command = group
    .command('check')
    .argument('<file>', 'a backup')
    .description('read a backup to its end and tell whether it is whole; needs no platform')
    .option('--json', 'print one object of JSON, and nothing else');
  command.action(async (file: string, flags: AdminFlags) => {
    const { manifest } = await interruptible(shell, (signal) => check(shell, file, signal));
    if (flags.json) shell.terminal.printJson(manifestJson(file, manifest));
    else shell.terminal.print(manifestText(file, manifest));
    finish(0);
  });
}

function addRestore(group: Command, { shell, finish }: Registration): void {
  const command = group
    .command('restore')
    .argument('<file>', 'a backup')
    .description('put a backup into a platform that is empty; a repeat goes on')
    .option('--merge', 'into one that is not: what is there stays, of equal names too');
  withFlags(command).action(async (file: string, flags: AdminFlags) => {
    const checked = await interruptible(shell, (signal) => check(shell, file, signal));
    const restored = await atPlaces(shell, flags, 'restoring', async (all, options) => {
      const places = placesOf(checked, all, flags);
      if (!flags.merge) await requireEmpty(checked, places, options.signal);
      return restore(file, { checked, places }, options);
    });
    if (flags.json) shell.terminal.printJson(restoredJson(restored));
    else shell.terminal.print(restoredText(restored));
    finish(0);
  });
}

function addRebuild(group: Command, { shell, finish }: Registration): void {
  const command = group
    .command('rebuild')
    .description('make records again, after NATS has lost its data, of what lies beside the blobs');
  withFlags(command).action(async (flags: AdminFlags) => {
    const rebuilt = await atPlaces(shell, flags, 'rebuilding', async (places, { signal }) => {
      const done = [];
      for (const { area, admin } of places)
        done.push({ area, ...(await admin.rebuildRecords({}, { signal, timeoutMs: rebuildMs })) });
      return done;
    });
    if (flags.json) shell.terminal.printJson(rebuiltJson(rebuilt));
    else shell.terminal.print(rebuiltText(rebuilt));
    finish(0);
  });
}

/** Works with the services of the areas that flags ask for, and shows how far that is. */
async function atPlaces<Result>(
  shell: Shell,
  flags: AdminFlags,
  title: string,
  work: (places: readonly Place[], options: Parameters<typeof backUp>[2]) => Promise<Result>,
): Promise<Result> {
  const { terminal, env } = shell;
  const all = areasOf(flags, env).map((area) => ({
    area: area.name,
    ...clientsAt(addressOf(area, { env })),
  }));
  const meter = startMeter(terminal, title);
  try {
    return await interruptible(shell, (signal) =>
      work(all, { signal, onTransferred: meter.update }),
    );
  } finally {
    meter.stop();
    for (const { close } of all) close();
  }
}

async function check(shell: Shell, file: string, signal: AbortSignal): Promise<CheckedArchive> {
  const meter = startMeter(shell.terminal, 'checking');
  try {
    return await checkArchive(file, { signal, onRead: meter.update });
  } finally {
    meter.stop();
  }
}

/** The services of the areas that a backup has. @throws failed-precondition when one of them is not known here */
function placesOf(
  { manifest }: CheckedArchive,
  places: readonly Place[],
  { area: only }: AdminFlags,
): Place[] {
  const asked = manifest.areas.filter(({ name }) => only === undefined || name === only);
  return asked.map(({ name }) => {
    const place = places.find(({ area }) => area === name);
    if (place) return place;
    const message = `the backup has the area ${name}, and nothing says where its service is: start it, or leave it out with --area`;
    throw new PolymathError('failed-precondition', message);
  });
}

function fileFor(path: string, now: Date): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const time = now.toISOString().replaceAll(/[:-]/g, '').replace(/\.\d+/, '');
  return join(path, `polymath-${time}.tar`);
}
