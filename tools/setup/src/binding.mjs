import { join } from 'node:path';
import { run } from './command.mjs';
import { withProgress } from './progress.mjs';
import { SetupProblem } from './setup-problem.mjs';

/**
 * Compiles tfjs_binding.node in `folder` against the headers in include/ and the libraries in lib/.
 * It finds its libraries relative to itself, so the folder may be moved.
 *
 * @param packages folders of the npm packages: tfjs (the binding's source) and nodeApi (Node's headers)
 */
export function compileBinding(compiler, folder, { tfjs, nodeApi }, why) {
  const lib = join(folder, 'lib');
  const args = [
    ...['-I', join(folder, 'include'), '-I', tfjs],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(tfjs, 'binding', file)),
    ...['-L', lib, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    // TensorFlow itself looks for CUDA in ../nvidia beside its folder.
    '-Wl,-rpath,$ORIGIN/lib',
    ...['-o', join(folder, 'tfjs_binding.node')],
  ];
  return compileAddon('the binding', compiler, [...includeNode(nodeApi), ...args], why);
}

/** Compiles `target`, which keeps TensorFlow's greetings off standard error, from `source`. */
export function compileQuiet(compiler, { source, target, nodeApi }, why) {
  const args = [...includeNode(nodeApi), source, '-o', target];
  return compileAddon('the addon for a quiet start', compiler, args, why);
}

const includeNode = (nodeApi) => ['-DNAPI_VERSION=8', '-I', join(nodeApi, 'include')];

async function compileAddon(name, compiler, args, why) {
  const { status, errors } = await withProgress(`compiling ${name}`, () =>
    run(compiler, ['-shared', '-fPIC', '-O2', '-std=c++17', ...args]),
  );
  if (status === 0) return;
  throw new SetupProblem({
    missing: `${compiler} could not compile ${name}`,
    why,
    mend: 'apt-get install g++   (it must know C++17: version 8 or newer)',
    detail: errors,
  });
}

/** The first C++ compiler that runs: the one that CXX names, g++ or clang++. */
export async function findCompiler(why) {
  for (const compiler of [process.env.CXX, 'g++', 'clang++'].filter(Boolean))
    if ((await run(compiler, ['--version'])).status === 0) return compiler;
  throw new SetupProblem({
    missing: 'no C++ compiler was found (CXX, g++, clang++)',
    why: `it compiles the binding of ${why}`,
    mend: 'apt-get install g++   (or your system’s package of that name)',
  });
}
