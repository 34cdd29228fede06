// What .ci/run does: set-up, then every check, each with its duration, then the tests and the counts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { countTests } from './src/count-tests.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
// A daemon would outlive the run and hold its file handles.
const env = { ...process.env, NX_DAEMON: 'false' };
const tool = (name) => `node_modules/.bin/${name}`;

/** Runs one step and prints its name and duration. Returns its exit status. */
function step(name, program, ...args) {
  const start = performance.now();
  console.log(`\n== ${name}`);
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', env });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  if (error) console.log(error.message);
  return status ?? 1;
}

function finish(passed, failed) {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

if (step('set-up', process.execPath, 'tools/setup/setup.mjs') !== 0) finish(0, 1);

const lint = ['run', 'workspace:lint', '--output-style=static'];
const breaking = ['breaking', 'proto', '--against', 'proto/image.binpb'];
const statuses = [
  step('proto lint', tool('buf'), 'lint'),
  existsSync('proto/image.binpb') ? step('proto compatibility', tool('buf'), ...breaking) : 0,
  step('types', tool('tsc'), '-b'),
  step('lint', tool('nx'), ...lint),
  step('format', tool('prettier'), '--check', '--log-level=warn', '.'),
];
const failedSteps = statuses.filter((status) => status !== 0).length;

const testStatus = step('tests', process.execPath, 'tools/checks/test.mjs');
const counts = countTests(readResults(), testStatus);
finish(counts.passed, counts.failed + failedSteps);

function readResults() {
  const path = '.cache/test-results.json';
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
