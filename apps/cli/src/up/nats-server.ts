import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PolymathError } from '@polymath/errors';
import { z } from 'zod';
import { startChild, type Child, type Program } from './child.js';
import { lastLines } from './log-lines.js';
import { natsGreeting, requireFree } from './ports.js';

/** A nats-server to start. */
export interface NatsOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
}

/** A started nats-server, and how to start it again with the same data. */
export interface StartedNats {
  readonly url: string;
  readonly version: string;
  readonly child: Child;
  readonly program: Program;
}

const readyMs = 20_000;

/**
 * Starts a nats-server of our own on the loopback, its JetStream data under the data folder.
 * @throws failed-precondition when the port is in use; internal when it ends at once
 */
export async function startNats({ dataDir, port, env }: NatsOptions): Promise<StartedNats> {
  const mend =
    'choose another port with --nats-port, or use that server on purpose with POLYMATH_NATS_URL';
  await requireFree({ port, what: 'nats-server', mend });
  const name = `polymath-${randomBytes(4).toString('hex')}`;
  const program: Program = {
    name: 'nats-server',
    command: serverPath(env),
    args: [
      ...['--addr', '127.0.0.1', '--port', String(port), '--name', name],
      ...['--jetstream', '--store_dir', join(dataDir, 'nats')],
    ],
    env,
    logFile: join(dataDir, 'logs', 'nats-server.log'),
  };
  const child = startChild(program);
  const version = await waitUntilOurs(child, program, { name, port });
  return { url: `nats://127.0.0.1:${port}`, version, child, program };
}

/** Waits for the greeting with our name: whoever else listens there is not ours. */
async function waitUntilOurs(
  child: Child,
  { logFile }: Program,
  { name, port }: { name: string; port: number },
): Promise<string> {
  let ended: string | undefined;
  void child.exited.then((how) => (ended = how));
  const endMs = performance.now() + readyMs;
  while (performance.now() < endMs && ended === undefined) {
    const info = await natsGreeting('127.0.0.1', port, 1000).catch(() => undefined);
    if (info?.server_name === name) return info.version;
    await sleep(50);
  }
  child.kill();
  const log = lastLines(logFile, child.logOffset, 5).join('\n  ');
  const how = ended ?? `not ready after ${readyMs / 1000} s`;
  throw new PolymathError('internal', `nats-server did not start (${how}):\n  ${log}`);
}

const setupSchema = z.object({ natsServer: z.object({ path: z.string() }) });

/** The nats-server of `POLYMATH_NATS_SERVER`, else the one that set-up chose. */
function serverPath(env: NodeJS.ProcessEnv): string {
  const given = env['POLYMATH_NATS_SERVER'];
  if (given) return given;
  const file = new URL('../../../../.cache/setup.json', import.meta.url);
  try {
    return setupSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).natsServer.path;
  } catch (cause) {
    const message = 'no nats-server: run "npm run setup" first';
    throw new PolymathError('failed-precondition', message, { cause });
  }
}
