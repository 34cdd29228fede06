import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pythonPackages } from './python-packages.fixture.js';

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
  const packages = await pythonPackages(join(example, 'requirements.txt'));
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
