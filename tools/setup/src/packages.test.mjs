import { describe, expect, it } from 'vitest';
import { isSame } from './packages.mjs';

const entry = (version) => ({ version, integrity: `sha512-${version}` });

describe('isSame', () => {
  it('holds when every package of the lock file is there', () => {
    const wanted = { '': {}, 'libs/a': {}, 'node_modules/x': entry('1.0.0') };
    expect(isSame(wanted, { 'libs/a': {}, 'node_modules/x': entry('1.0.0') })).toBe(true);
  });

  it('does not hold when a version differs', () => {
    const wanted = { 'node_modules/x': entry('1.0.0') };
    expect(isSame(wanted, { 'node_modules/x': entry('1.0.1') })).toBe(false);
  });

  it('does not hold when a package is missing', () => {
    expect(isSame({ 'node_modules/x': entry('1.0.0') }, {})).toBe(false);
  });

  it('does not hold when a package is there that the lock file does not name', () => {
    expect(isSame({}, { 'node_modules/x': entry('1.0.0') })).toBe(false);
  });

  it('lets optional packages be absent, as those of other systems are', () => {
    const wanted = { 'node_modules/x-win32': { ...entry('1.0.0'), optional: true } };
    expect(isSame(wanted, {})).toBe(true);
  });

  it('does not hold when a workspace package has moved', () => {
    const link = (resolved) => ({ 'node_modules/@polymath/a': { link: true, resolved } });
    expect(isSame(link('libs/a'), link('apps/a'))).toBe(false);
  });
});
