// Runs every test once: readable on the terminal, counted in .cache/test-results.json.
// Arguments are handed to vitest: `npm test -- libs/tensor` runs one package's tests.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = '.cache/test-results.json';
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];

process.chdir(root);
rmSync(results, { force: true });
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
