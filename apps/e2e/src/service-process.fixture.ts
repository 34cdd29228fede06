import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { toVariable } from '@polymath/service-kit';
import { connectClients, type Clients } from './clients.js';

/** The compression service as a process of its own, as it runs on a machine. */
export interface ServiceProcess extends Clients {
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Asks it to end (SIGTERM); gives its exit code. */
  terminate(): Promise<number | null>;
}

const main = fileURLToPath(new URL('../../compression/src/main.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Starts the service and waits until it is ready. @param settings as of its configuration, e.g. `natsUrl` */
export async function startService(
  settings: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const given = { compressionAddress: '127.0.0.1:0', ...settings };
  const env = { ...process.env };
  for (const [name, value] of Object.entries(given)) env[toVariable(name)] = value;
  const child = spawn(process.execPath, ['--conditions=@polymath/source', '--import', tsx, main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killNow = () => void child.kill('SIGKILL');
  process.once('exit', killNow);
  const exited = once(child, 'exit').then(([code]) => {
    process.removeListener('exit', killNow);
    return code as number | null;
  });
  const clients = connectClients(`127.0.0.1:${await portWhenReady(child.stdout)}`);
  return {
    ...clients,
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
    if (msg !== 'ready' || port === undefined) continue;
    // Unread, the log would fill its pipe and stop the service.
    output.resume();
    return port;
  }
  throw new Error(`the service ended before it was ready:\n${lines.join('\n')}`);
}
