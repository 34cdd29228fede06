import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Starts a module as an engine process, compiled or, in a checkout, as TypeScript.
 * @param entry the module, as compiled: where there is no `engine.js` beside it, `engine.ts` is run
 */
export function forkEngine(entry: URL | string): ChildProcess {
  const path = sourceOrCompiled(entry instanceof URL ? fileURLToPath(entry) : entry);
  return fork(path, {
    execArgv: path.endsWith('.ts') ? runsTypeScript() : [],
    // Typed arrays, maps and big integers arrive as what they are.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function sourceOrCompiled(path: string): string {
  const source = path.replace(/\.js$/, '.ts');
  return !existsSync(path) && existsSync(source) ? source : path;
}

function runsTypeScript(): string[] {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return ['--conditions=@polymath/source', '--import', pathToFileURL(tsx).href];
}
