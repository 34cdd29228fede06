import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PolymathError } from '@polymath/errors';

/**
 * Where the compiled binding lies: `POLYMATH_ENGINE_BINDING`, or what set-up wrote to `.cache/setup.json` of this checkout.
 * @throws failed-precondition when neither is there
 */
export function locateBinding(): string {
  const named = process.env['POLYMATH_ENGINE_BINDING'];
  if (named) return named;
  const setup = findUpwards(dirname(fileURLToPath(import.meta.url)), '.cache/setup.json');
  if (!setup) {
    throw new PolymathError('failed-precondition', 'the engine is not set up: run "npm run setup"');
  }
  const { engine } = JSON.parse(readFileSync(setup, 'utf8')) as { engine: { binding: string } };
  return engine.binding;
}

function findUpwards(from: string, name: string): string | undefined {
  const path = join(from, name);
  if (existsSync(path)) return path;
  const parent = dirname(from);
  return parent === from ? undefined : findUpwards(parent, name);
}
