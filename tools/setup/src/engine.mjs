// The engine: TensorFlow's library out of its wheel, and the binding of TensorFlow.js compiled against it.
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineFiles } from '../locate.mjs';
import { compileBinding, compileQuiet, findCompiler } from './binding.mjs';
import { cleanUpAtExit } from './cleanup.mjs';
import { run } from './command.mjs';
import { land } from './landing.mjs';
import { ENGINE_WHEELS, TFJS_VERSION } from './pins.mjs';
import { SetupProblem } from './setup-problem.mjs';
import { downloadWheel, extractWheel } from './wheels.mjs';

const WHY = 'the engine, TensorFlow’s native library, which does all computing';
const QUIET_SOURCE = fileURLToPath(
  new URL('../../../libs/tensor/native/quiet.cc', import.meta.url),
);
const TAGS = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
const LIBRARIES = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'];
// The headers that the binding includes, and those that they include.
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'];

/** Provides the engine in the cache and returns its files. */
export async function provideEngine(say) {
  const files = engineFiles();
  if (!existsSync(files.binding)) await landEngine(files, say);
  if (!existsSync(files.quiet)) await addQuiet(files.quiet);
  return files;
}

async function landEngine(files, say) {
  checkPlatform();
  await land(files.folder, say, async (work) => {
    say(`engine: TensorFlow ${files.version} for the ${files.kind}, kept in ${files.folder}`);
    const compiler = await findCompiler(WHY); // Before the download, which takes much longer.
    for (const wheel of ENGINE_WHEELS[files.kind]) await takeFrom(wheel, work);
    await compileBinding(compiler, work, packages(), WHY);
    rmSync(join(work, 'include'), { recursive: true });
    await checkLoads(work, files.version);
  });
}

/** Adds the addon for a quiet start; it is small, so two set-ups may both compile it. */
async function addQuiet(path) {
  const target = `${path}.part-${process.pid}`;
  const discard = cleanUpAtExit(() => rmSync(target, { force: true }));
  try {
    const { nodeApi } = packages();
    await compileQuiet(await findCompiler(WHY), { source: QUIET_SOURCE, target, nodeApi }, WHY);
    renameSync(target, path);
  } finally {
    discard();
  }
}

/** Downloads one wheel and moves what the engine needs of it into `work`: lib, include, nvidia. */
async function takeFrom(wheel, work) {
  const download = join(work, 'download');
  const path = await downloadWheel(wheel, TAGS, download, WHY);
  const headers = HEADERS.map((folder) => `tensorflow/include/${folder}`);
  const unpacked = join(work, 'unpacked');
  await extractWheel(path, [...LIBRARIES, ...headers, 'nvidia/'], unpacked);
  const library = join(unpacked, 'tensorflow');
  if (existsSync(library)) {
    renameSync(join(library, 'include'), join(work, 'include'));
    renameSync(library, join(work, 'lib'));
  }
  mergeNvidia(join(unpacked, 'nvidia'), join(work, 'nvidia'));
  rmSync(download, { recursive: true });
  rmSync(unpacked, { recursive: true });
}

/** Each CUDA wheel brings one folder under nvidia/. */
function mergeNvidia(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true }))
    if (entry.isDirectory()) renameSync(join(from, entry.name), join(to, entry.name));
}

/** The folders of the npm packages that the binding is compiled from. */
function packages() {
  const require = createRequire(import.meta.url);
  const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));
  const { version } = require('@tensorflow/tfjs-node-gpu/package.json');
  if (version !== TFJS_VERSION)
    throw new Error(`@tensorflow/tfjs-node-gpu: expected ${TFJS_VERSION}, got ${version}`);
  return {
    tfjs: folderOf('@tensorflow/tfjs-node-gpu'),
    nodeApi: folderOf('node-api-headers'),
  };
}

/** Loads the binding in a process of its own: better now than in the first job. */
async function checkLoads(work, version) {
  const script = 'console.log(require(process.argv[1]).TF_Version)';
  const { output, errors } = await run(process.execPath, [
    '-e',
    script,
    join(work, 'tfjs_binding.node'),
  ]);
  if (output.trim() === version) return;
  throw new SetupProblem({
    missing: `the engine does not load: TF_Version must be ${version}, got "${output.trim()}"`,
    why: WHY,
    mend: 'use a system with glibc 2.27 or newer (ldd --version)',
    detail: errors,
  });
}

function checkPlatform() {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new SetupProblem({
    missing: `there is no engine for ${process.platform} on ${process.arch}`,
    why: WHY,
    mend: 'use Linux on x86-64, in a container or a virtual machine where need be',
  });
}
