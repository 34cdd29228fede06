// Where set-up keeps what it makes: a cache of the user, shared by all checkouts.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { TENSORFLOW_VERSION, TFJS_VERSION } from './src/pins.mjs';
import { SetupProblem } from './src/setup-problem.mjs';

/** The user's cache folder: `POLYMATH_CACHE`, or `~/.cache/polymath`. */
export function cacheRoot(env = process.env) {
  return env.POLYMATH_CACHE
    ? resolve(env.POLYMATH_CACHE)
    : join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'polymath');
}

/** The kind of engine that `POLYMATH_ENGINE` asks for: cpu (the default) or gpu. */
export function engineKind(env = process.env) {
  const kind = env.POLYMATH_ENGINE || 'cpu';
  if (kind === 'cpu' || kind === 'gpu') return kind;
  throw new SetupProblem({
    missing: `POLYMATH_ENGINE must be cpu or gpu, got ${kind}`,
    why: 'it chooses the TensorFlow library that computes',
    mend: 'unset POLYMATH_ENGINE',
  });
}

/** The engine's files, whether they are there yet or not. */
export function engineFiles(env = process.env) {
  const kind = engineKind(env);
  const key = `${kind}-tf${TENSORFLOW_VERSION}-tfjs${TFJS_VERSION}-${process.platform}-${process.arch}`;
  const folder = join(cacheRoot(env), 'engine', key);
  return {
    kind,
    library: 'tensorflow',
    version: TENSORFLOW_VERSION,
    folder,
    binding: join(folder, 'tfjs_binding.node'),
    quiet: join(folder, 'quiet.node'),
    libraryDir: join(folder, 'lib'),
  };
}

/** Where set-up puts a nats-server that it fetches; each version has a folder. */
export function natsServerPath(version, env = process.env) {
  return join(cacheRoot(env), 'nats-server', version, 'nats-server');
}
