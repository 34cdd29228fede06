import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toVariable } from '@polymath/service-kit';
import { ownProcess, runsTypeScript, type OwnProcess } from '@polymath/testing';
import { connectDiagnosis, type DiagnosisClients } from './clients.js';
import { portWhenReady } from './service-process.fixture.js';

/** The diagnosis service as a process of its own. */
export type DiagnosisProcess = DiagnosisClients & OwnProcess & { readonly address: string };

/** Starts it and waits until it is ready. @param settings as of its configuration, e.g. `natsUrl` */
export async function startDiagnosisProcess(
  settings: Readonly<Record<string, string>>,
): Promise<DiagnosisProcess> {
  const anyPort = '127.0.0.1:0';
  const given = { diagnosisAddress: anyPort, diagnosisAdminAddress: anyPort, ...settings };
  const env = { ...process.env };
  for (const [name, value] of Object.entries(given)) env[toVariable(name)] = value;
  const main = fileURLToPath(new URL('../../diagnosis/src/main.ts', import.meta.url));
  const args = [...runsTypeScript, main];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const own = ownProcess(child);
  const address = `127.0.0.1:${await portWhenReady(child.stdout)}`;
  // Unread, the log would fill its pipe and stop the service.
  child.stdout.resume();
  return { ...own, ...connectDiagnosis(address), address };
}
