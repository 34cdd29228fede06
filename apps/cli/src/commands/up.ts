import type { JsonObject, JsonValue } from '@bufbuild/protobuf';
import { InvalidArgumentError, type Command } from 'commander';
import { dataDirOf } from '../addresses.js';
import { addressVariable, adminAddressVariable } from '../areas.js';
import { exitCodes } from '../exit-codes.js';
import { table } from '../output/table.js';
import { widthOf } from '../output/terminal.js';
import type { Shell } from '../shell.js';
import { startPlatform, type Platform } from '../up/platform.js';
import type { Registration } from './leaf.js';

interface UpFlags {
  readonly dataDir?: string;
  readonly natsPort: number;
  readonly json?: true;
}

/** Where our nats-server listens unless told otherwise; not its usual 4222, where a stranger's may be. */
export const natsPort = 7600;

/** Adds `polymath up`. */
export function addUpCommand(program: Command, { shell, finish }: Registration): void {
  program
    .command('up')
    .description('run the whole platform on this machine until Ctrl-C')
    .option('--data-dir <dir>', 'data, logs and run.json; POLYMATH_DATA_DIR, else .polymath')
    .option('--nats-port <number>', 'where nats-server listens', toPort, natsPort)
    .option('--json', 'print the endpoints as a line of JSON, and nothing else')
    .addHelpText(
      'after',
      '\nWith POLYMATH_NATS_URL no nats-server is started and that one is used.' +
        '\nCtrl-C ends the services, their jobs saved, then nats-server; a second one kills them.',
    )
    .action(async (flags: UpFlags) => finish(await up(shell, flags)));
}

async function up(shell: Shell, flags: UpFlags): Promise<number> {
  const { terminal, env } = shell;
  const stop = new AbortController();
  let platform: Platform | undefined;
  const stopListening = shell.onInterrupt(() => {
    if (stop.signal.aborted) platform?.kill();
    else stop.abort();
  });
  try {
    terminal.note('starting ...');
    platform = await startPlatform({
      dataDir: flags.dataDir ?? dataDirOf(env),
      natsPort: flags.natsPort,
      natsUrl: env['POLYMATH_NATS_URL'] || undefined,
      addressOf: (area) => env[addressVariable(area)] || `127.0.0.1:${area.port}`,
      adminAddressOf: (area) => env[adminAddressVariable(area)] || `127.0.0.1:${area.adminPort}`,
      env: { ...env },
      say: terminal.note,
      signal: stop.signal,
    });
    if (flags.json) terminal.printJson(endpoints(platform));
    else terminal.print(overview(platform, widthOf(terminal)));
    await aborted(stop.signal);
    terminal.note('ending: jobs that run are saved and go on at the next start');
    await platform.close();
    terminal.note('ended');
    return exitCodes.ok;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return exitCodes.interrupted;
  } finally {
    stopListening();
  }
}

function overview({ natsUrl, natsVersion, services }: Platform, width?: number): string {
  const nats = ['nats-server', natsUrl, '', natsVersion ? `version ${natsVersion}` : 'not ours'];
  const rows = services.map(({ area, address, adminAddress, engine }) => [
    ...[area.name, address, `http://${adminAddress}/metrics`, engine],
  ]);
  const head = ['service', 'address', 'metrics', 'computes with'];
  return `\n${table(head, [...rows, nats], width)}\n\nready; Ctrl-C ends it`;
}

function endpoints({ natsUrl, services }: Platform): JsonValue {
  const entries = services.map(({ area, address, adminAddress, engine }) => [
    area.name,
    { address, adminAddress, engine },
  ]);
  return { nats: { url: natsUrl }, services: Object.fromEntries(entries) as JsonObject };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function toPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a port, 1 to 65535.');
}
