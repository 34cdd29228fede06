import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { toVariable } from '@polymath/service-kit';
import { ownProcess, runsTypeScript, type OwnProcess } from '@polymath/testing';
import { connectClients, connectDiagnosis, type Clients, type DiagnosisClients } from './clients.js'; // prettier-ignore

/** The compression service as a process of its own, as it runs on a machine; it leads a process group, as in a terminal. */
export type ServiceProcess = Clients & AreaProcess;

/** The diagnosis service likewise. */
export type DiagnosisProcess = DiagnosisClients & AreaProcess;

/** The service of an area as a process, and where it listens: for calls, and for `/metrics` and the like. */
export type AreaProcess = OwnProcess & { readonly address: string; readonly adminAddress: string };

/** Node's arguments for a service's program: compiled where this module is, which starts in half the time; else as TypeScript. */
function program(area: string): string[] {
  const main = (path: string) => fileURLToPath(new URL(`../../${area}/${path}`, import.meta.url));
  if (import.meta.url.endsWith('.js')) return [main('dist/main.js')];
  return [...runsTypeScript, main('src/main.ts')];
}

/** Starts the compression service as {@link startArea} does, with clients of it. */
export async function startService(
  settings: Readonly<Record<string, string>>,
  log?: Writable,
): Promise<ServiceProcess> {
  const own = await startArea('compression', settings, log);
  return { ...own, ...connectClients(own.address) };
}

/** Starts the diagnosis service as {@link startArea} does, with clients of it. */
export async function startDiagnosisProcess(
  settings: Readonly<Record<string, string>>,
): Promise<DiagnosisProcess> {
  const own = await startArea('diagnosis', settings);
  return { ...own, ...connectDiagnosis(own.address) };
}

/**
 * Starts the service of an area and waits until it is ready. Throws, with its log, when it ends before.
 * @param settings as of its configuration, e.g. `natsUrl`
 * @param log where its log goes on after that; without one it is dropped
 */
export async function startArea(
  area: 'compression' | 'diagnosis',
  settings: Readonly<Record<string, string>>,
  log?: Writable,
): Promise<AreaProcess> {
  const anyPort = '127.0.0.1:0';
  const addresses = { [`${area}Address`]: anyPort, [`${area}AdminAddress`]: anyPort };
  const given = { ...addresses, ...settings };
  const env = { ...process.env };
  for (const [name, value] of Object.entries(given)) env[toVariable(name)] = value;
  const child = spawn(process.execPath, program(area), {
    ...{ env, detached: true },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const own = ownProcess(child);
  const { port, adminPort } = await portsWhenReady(child.stdout);
  // Unread, the log would fill its pipe and stop the service.
  if (log) child.stdout.pipe(log);
  else child.stdout.resume();
  return { ...own, address: `127.0.0.1:${port}`, adminAddress: `127.0.0.1:${adminPort}` };
}

/** The ports, from the line of the log that says them. */
async function portsWhenReady(output: NodeJS.ReadableStream) {
  const lines: string[] = [];
  for await (const line of createInterface(output)) {
    lines.push(line);
    const said = JSON.parse(line) as { msg?: string; port?: number; adminPort?: number };
    const { msg, port, adminPort } = said;
    if (msg === 'ready' && port !== undefined && adminPort !== undefined)
      return { port, adminPort };
  }
  throw new Error(`the service ended before it was ready:\n${lines.join('\n')}`);
}
