// Makes src/gen and descriptors.binpb from proto/. Costs nothing when their sources are unchanged.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const generated = join(root, 'libs/contracts/src/gen');
const descriptors = join(root, 'libs/contracts/descriptors.binpb');
const stampFile = join(generated, '.stamp');
const googleProto = join(root, '.cache/google-proto/google/rpc');
const require = createRequire(import.meta.url);

/** Copies google/rpc from its npm package to where buf.yaml looks for it. */
export function provideGoogleProtos() {
  const source = join(dirname(require.resolve('google-proto-files/package.json')), 'google/rpc');
  mkdirSync(googleProto, { recursive: true });
  for (const file of ['code.proto', 'error_details.proto', 'status.proto'])
    cpSync(join(source, file), join(googleProto, file));
}

/** One hash of everything the generated code depends on. */
function stamp() {
  const protos = readdirSync(join(root, 'proto'), { recursive: true })
    .filter((file) => file.endsWith('.proto'))
    .map((file) => `proto/${file}`);
  const tools = ['@bufbuild/buf', 'ts-proto', 'google-proto-files'];
  const files = [
    ...protos.sort(),
    'buf.yaml',
    'buf.gen.yaml',
    'libs/contracts/generate.mjs',
    ...tools.map((name) => `node_modules/${name}/package.json`),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Whether the generated code is there and belongs to the present protos. */
export function isGenerated() {
  if (!existsSync(descriptors) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === stamp();
}

function buf(args) {
  const { status, error } = spawnSync('node_modules/.bin/buf', args, {
    cwd: root,
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs buf into a folder of its own, then puts the result in place by renaming. */
export function generate() {
  const now = stamp();
  provideGoogleProtos();
  const work = mkdtempSync(join(root, '.cache/generate-'));
  process.once('exit', () => rmSync(work, { recursive: true, force: true }));
  buf(['generate', '--output', work]);
  buf(['build', '--output', join(work, 'descriptors.binpb')]);
  const fresh = join(work, 'libs/contracts/src/gen');
  writeFileSync(join(fresh, '.stamp'), now);
  renameSync(join(work, 'descriptors.binpb'), descriptors);
  mkdirSync(dirname(generated), { recursive: true });
  if (existsSync(generated)) renameSync(generated, join(work, 'old'));
  renameSync(fresh, generated);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href && !isGenerated()) generate();
