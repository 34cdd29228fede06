import type { Terminal } from './output/terminal.js';
import { runCli } from './program.js';
import type { Shell } from './shell.js';

/** A shell whose output a test reads, and whose Ctrl-C it presses. */
export interface FakeShell extends Shell {
  /** Standard output, line by line. */
  readonly out: string[];
  /** Standard error, line by line. */
  readonly err: string[];
  /** Presses Ctrl-C. */
  interrupt(): void;
  /** Calls back with each line of standard error. */
  onNote: (text: string) => void;
  /** Runs the command line; gives the exit code. */
  run(...args: string[]): Promise<number>;
}

/** A shell that is no terminal. */
export function fakeShell(env: Record<string, string> = {}): FakeShell {
  const [out, err]: [string[], string[]] = [[], []];
  const listeners = new Set<() => void>();
  const terminal: Terminal = {
    print: (text) => void out.push(...text.split('\n')),
    printJson: (value) => void out.push(JSON.stringify(value)),
    note: (text) => {
      err.push(...text.split('\n'));
      shell.onNote(text);
    },
    bars: undefined,
    isWatched: false,
    columns: 80,
  };
  const shell: FakeShell = {
    ...{ terminal, out, err, onNote: () => undefined },
    // A run.json of the checkout must not lead a test to a real service.
    env: { POLYMATH_DATA_DIR: '/nonexistent', ...env },
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    interrupt: () => listeners.forEach((listener) => listener()),
    run: (...args) => runCli(args, shell),
  };
  return shell;
}
