import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { ownProcess } from '@polymath/testing';

/**
 * Runs a program to its end and gives what it printed. It never outlives this process, whose signals are heard meanwhile.
 * Throws, with what the program said on standard error, when it fails or takes longer than it may.
 */
export async function outputOf(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  timeoutMs?: number,
): Promise<string> {
  const child = spawn(command, args, {
    env,
    timeout: timeoutMs,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { exited } = ownProcess(child);
  const [code, output, errors] = await Promise.all([
    exited,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code === 0) return output;
  throw new Error(`${command} ended with ${code ?? 'a signal'}: ${errors}`);
}
