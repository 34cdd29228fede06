import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { toVariable } from '@polymath/service-kit';
import { ownProcess, runsTypeScript, type OwnProcess } from '@polymath/testing';
import { connectClients, type Clients } from './clients.js';

/** The compression service as a process of its own, as it runs on a machine. */
export type ServiceProcess = Clients & OwnProcess;

const main = fileURLToPath(new URL('../../compression/src/main.ts', import.meta.url));

/** Starts the service and waits until it is ready. @param settings as of its configuration, e.g. `natsUrl` */
export async function startService(
  settings: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const given = { compressionAddress: '127.0.0.1:0', ...settings };
  const env = { ...process.env };
  for (const [name, value] of Object.entries(given)) env[toVariable(name)] = value;
  const child = spawn(process.execPath, [...runsTypeScript, main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const own = ownProcess(child);
  return { ...own, ...connectClients(`127.0.0.1:${await portWhenReady(child.stdout)}`) };
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
