import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { toVariable } from '@polymath/service-kit';
import { connectClients, type Clients } from './clients.js';

/** The compression service as a process of its own, as it runs on a machine. */
export interface ServiceProcess extends Clients {
  readonly pid: number;
  /** Resolves with its exit code when it has ended; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Asks it to end (SIGTERM); gives its exit code. */
  terminate(): Promise<number | null>;
}

/** Node's arguments for the service's program: compiled where this module is, which starts in half the time; else as TypeScript. */
function program(): string[] {
  const main = (path: string) =>
    fileURLToPath(new URL(`../../compression/${path}`, import.meta.url));
  if (import.meta.url.endsWith('.js')) return [main('dist/main.js')];
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--conditions=@polymath/source', '--import', tsx, main('src/main.ts')];
}

/**
 * Starts the service and waits until it is ready. Throws, with its log, when it ends before.
 * @param settings as of its configuration, e.g. `natsUrl`
 * @param log where its log goes on after that; without one it is dropped
 */
export async function startService(
  settings: Readonly<Record<string, string>>,
  log?: Writable,
): Promise<ServiceProcess> {
  const given = { compressionAddress: '127.0.0.1:0', ...settings };
  const env = { ...process.env };
  for (const [name, value] of Object.entries(given)) env[toVariable(name)] = value;
  const child = spawn(process.execPath, program(), { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const killNow = () => void child.kill('SIGKILL');
  process.once('exit', killNow);
  const exited = once(child, 'exit').then(([code]) => {
    process.removeListener('exit', killNow);
    return code as number | null;
  });
  const clients = connectClients(`127.0.0.1:${await portWhenReady(child.stdout)}`);
  // Unread, the log would fill its pipe and stop the service.
  if (log) child.stdout.pipe(log);
  else child.stdout.resume();
  return {
    ...clients,
    pid: child.pid!,
    exited,
    kill: async () => {
      killNow();
      await exited;
    },
    terminate: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** The port, from the line of the log that says so. */
async function portWhenReady(output: NodeJS.ReadableStream): Promise<number> {
  const lines: string[] = [];
  for await (const line of createInterface(output)) {
    lines.push(line);
    const { msg, port } = JSON.parse(line) as { msg?: string; port?: number };
    if (msg === 'ready' && port !== undefined) return port;
  }
  throw new Error(`the service ended before it was ready:\n${lines.join('\n')}`);
}
