import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const python = 'python3';
const example = fileURLToPath(new URL('../../../docs/examples/python/', import.meta.url));
const proto = fileURLToPath(new URL('../../../proto/', import.meta.url));

/** How a run of a Python example ended. */
export interface PythonRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** The Python examples with stubs of their own, ready to be run with arguments. */
export async function pythonClient(stubs: string) {
  const packages = await installed();
  await mkdir(stubs, { recursive: true });
  const files = (await readdir(join(proto, 'polymath'), { recursive: true }))
    .filter((name) => name.endsWith('.proto'))
    .map((name) => join('polymath', name));
  const outputs = [`--python_out=${stubs}`, `--grpc_python_out=${stubs}`];
  const options = { cwd: proto, env: { ...process.env, PYTHONPATH: packages } };
  await run(python, ['-m', 'grpc_tools.protoc', '-I', '.', ...outputs, ...files], options);
  const env = { ...process.env, PYTHONPATH: `${stubs}:${packages}` };
  return async (script: string, ...args: string[]): Promise<PythonRun> => {
    try {
      const output = await run(python, [join(example, script), ...args], { env });
      return { exitCode: 0, ...output };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { exitCode: code, stdout, stderr };
    }
  };
}

/** A folder of the user's cache with the examples' packages; they are fetched at the first use. */
async function installed(): Promise<string> {
  const requirements = join(example, 'requirements.txt');
  const { stdout: version } = await run(python, ['-V']);
  const key = createHash('sha256').update(version).update(readFileSync(requirements)).digest('hex');
  const cache = process.env['POLYMATH_CACHE'] ?? join(homedir(), '.cache', 'polymath');
  const folder = join(cache, 'python', key.slice(0, 16));
  if (existsSync(folder)) return folder;
  // Whole or not at all: it takes its name only at the end.
  const unfinished = `${folder}.${process.pid}`;
  const args = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
  try {
    await run(python, [
      '-m',
      'pip',
      'install',
      ...args,
      '--target',
      unfinished,
      '-r',
      requirements,
    ]);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
