// npm's packages: installed anew when they are not what the lock file names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { withLock } from './lock.mjs';
import { withProgress } from './progress.mjs';
import { SetupProblem } from './setup-problem.mjs';

/** Provides node_modules in the checkout at `root`. */
export async function providePackages(root, say) {
  checkNode();
  if (areInstalled(root)) return;
  await withLock(join(root, '.cache/packages.lock'), say, async () => {
    if (areInstalled(root)) return;
    say('npm packages: installing what package-lock.json names');
    const { status, output, errors } = await withProgress('npm ci', () =>
      run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root }),
    );
    if (status === 0) return;
    throw new SetupProblem({
      missing: status === undefined ? 'npm was not found' : 'npm ci failed',
      why: 'it installs the libraries that Polymath is built from',
      mend:
        status === undefined
          ? 'install Node.js together with npm'
          : 'check the network and npm’s registry (npm ping), then run the command again',
      detail: errors || output,
    });
  });
}

/**
 * Whether node_modules is what package-lock.json names. npm writes a lock file of its own into
 * node_modules as the last act of an install, so an interrupted one is noticed.
 */
export function areInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules/.package-lock.json'));
  return present !== undefined && isSame(wanted, present);
}

/** Compares two lists of a lock file; optional packages may be absent, as those of other systems are. */
export function isSame(wanted, present) {
  const inModules = ([path]) => path.includes('node_modules/');
  const missing = Object.entries(wanted)
    .filter(inModules)
    .filter(([path, { optional }]) => !(optional && !present[path]))
    .some(([path, entry]) => !present[path] || identity(present[path]) !== identity(entry));
  const extra = Object.keys(present).some((path) => !wanted[path]);
  return !missing && !extra;
}

function identity({ version, integrity, link, resolved }) {
  return link ? `link ${resolved}` : `${version} ${integrity}`;
}

function readPackages(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupProblem({
    missing: `Node.js must be 20.19 or newer, got ${process.versions.node}`,
    why: 'it runs everything',
    mend: 'install Node.js 20, 22 or 24',
  });
}
