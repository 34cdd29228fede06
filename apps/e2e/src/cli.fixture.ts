import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCli } from '@polymath/cli';
import { runsTypeScript } from '@polymath/testing';

/** What a command of the command line came to. */
export interface Told {
  code: number;
  /** Standard output and standard error, line by line. */
  out: string[];
  err: string[];
}

/** Runs the command line in this process. */
export async function polymath(env: Record<string, string>, ...args: string[]): Promise<Told> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    print: (text: string) => void out.push(...text.split('\n')),
    printJson: (value: unknown) => void out.push(JSON.stringify(value)),
    note: (text: string) => void err.push(...text.split('\n')),
    ...{ bars: undefined, isWatched: false, columns: 80 },
  };
  const code = await runCli(args, { terminal, env, onInterrupt: () => () => undefined });
  return { code, out, err };
}

/** Starts the command line as a process of its own. */
export function startPolymath(env: Record<string, string>, ...args: string[]): ChildProcess {
  const main = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
  const all = [...runsTypeScript, main, ...args];
  return spawn(process.execPath, all, { env: { ...process.env, ...env }, stdio: 'ignore' });
}
