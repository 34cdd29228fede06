import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Runs a program to its end and gives what it printed. Neither it nor what it has started (Ray starts a dozen) outlives it or this process, whose
 * signals are heard meanwhile. Throws, with what the program said on standard error, when it fails or takes longer than it may.
 */
export async function outputOf(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  timeoutMs?: number,
): Promise<string> {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  const child = spawn(command, args, { env, stdio, timeout: timeoutMs, detached: true });
  const endGroup = () => killGroup(child.pid);
  process.once('exit', endGroup);
  const exited = once(child, 'exit').finally(() => {
    endGroup();
    process.removeListener('exit', endGroup);
  });
  const [[code], output, errors] = await Promise.all([
    exited as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code === 0) return output;
  throw new Error(`${command} ended with ${code ?? 'a signal'}: ${errors}`);
}

/** @param leader undefined when it could not be started */
function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}
