import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sources = fileURLToPath(new URL('./inference-clients/', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const protoDir = join(root, 'proto/inference');
const cache = process.env['POLYMATH_CACHE'] ?? join(homedir(), '.cache', 'polymath');
const plugins = [
  'google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12',
  'google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2',
];

/** Runs a client and reads the one JSON line that it prints. */
export type RunClient = (address: string) => Promise<unknown>;

/** Why tests of a client are skipped; undefined when its program is there. */
export async function missingProgram(program: string): Promise<string | undefined> {
  const known = program === 'go' ? ['version'] : ['--version'];
  return run(program, known).then(
    () => undefined,
    () => `${program} is not installed`,
  );
}

/** tritonclient, in a folder of the user's cache. */
export async function pythonClient(): Promise<RunClient> {
  const packages = await provide('triton', join(sources, 'python/requirements.txt'), (folder) =>
    run('python3', [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--target',
      folder,
      '-r',
      join(sources, 'python/requirements.txt'),
    ]),
  );
  const descriptors = createRequire(import.meta.url).resolve(
    '@polymath/contracts/descriptors.binpb',
  );
  const program = join(sources, 'python/conformance.py');
  const env = { ...process.env, PYTHONPATH: packages };
  return async (address) =>
    jsonLine(await run('python3', [program, address, descriptors], { env }));
}

/** A Go program with a client that buf generates from our proto. @param folder to build it in */
export async function goClient(folder: string): Promise<RunClient> {
  const tools = await provide('go-plugins', fileURLToPath(import.meta.url), async (GOBIN) => {
    for (const plugin of plugins)
      await run('go', ['install', plugin], { env: { ...process.env, GOBIN } });
  });
  await cp(join(sources, 'go'), folder, { recursive: true });
  const name = 'polymath/e2e/inference/inference';
  const options = {
    out: '.',
    opt: [`Minference/grpc_service.proto=${name}`, 'module=polymath/e2e/inference'],
  };
  const template = {
    version: 'v2',
    plugins: ['go', 'go-grpc'].map((plugin) => ({
      local: join(tools, `protoc-gen-${plugin}`),
      ...options,
    })),
  };
  const args = ['generate', root, '--path', protoDir, '--template', JSON.stringify(template)];
  await run(join(root, 'node_modules/.bin/buf'), args, { cwd: folder });
  await run('go', ['build', '-mod=mod', '-o', 'client', '.'], { cwd: folder });
  return async (address) => jsonLine(await run(join(folder, 'client'), [address]));
}

/** A Java program with a client that Maven generates from our proto. @param folder to build it in */
export async function javaClient(folder: string): Promise<RunClient> {
  await cp(join(sources, 'java'), folder, { recursive: true });
  const maven = (...args: string[]) =>
    run('mvn', ['-q', '-B', `-Dproto=${protoDir}`, ...args], { cwd: folder });
  await maven('compile');
  return async (address) => jsonLine(await maven('exec:java', `-Dexec.args=${address}`));
}

function jsonLine({ stdout }: { stdout: string }): unknown {
  // Maven colours what it prints, also where nobody sees it.
  const [line] = /\{.*\}/.exec(stdout) ?? [];
  if (line === undefined) throw new Error(`expected a line of JSON, got ${stdout}`);
  return JSON.parse(line);
}

/** A folder of the cache for what a file names; filled once, whole or not at all. */
async function provide(
  name: string,
  file: string,
  fill: (folder: string) => Promise<unknown>,
): Promise<string> {
  const key = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  const folder = join(cache, 'clients', `${name}-${key}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await fill(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
