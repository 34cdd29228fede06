import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { land } from './landing.mjs';

let cache;
let folder;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'polymath-landing-'));
  folder = join(cache, 'thing');
});
afterEach(() => rmSync(cache, { recursive: true }));

const quiet = () => undefined;
const fillWith = (text) => async (work) => writeFileSync(join(work, 'file'), text);

/** Another process that lands `folder`, says "filling", and finishes when told to. */
function startOther() {
  const script = `
    import { once } from 'node:events';
    import { writeFileSync } from 'node:fs';
    const { land } = await import(${JSON.stringify(new URL('landing.mjs', import.meta.url).href)});
    await land(${JSON.stringify(folder)}, () => {}, async (work) => {
      writeFileSync(work + '/file', 'by the other');
      console.log('filling');
      await once(process.stdin, 'data');
    });
    process.exit();`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

describe('land', () => {
  it('puts the filled folder in place and leaves nothing else', async () => {
    await land(folder, quiet, fillWith('whole'));
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('whole');
    expect(readdirSync(cache)).toEqual(['thing']);
  });

  it('does nothing when the folder is there', async () => {
    mkdirSync(folder);
    await land(folder, quiet, () => expect.unreachable());
  });

  it('leaves nothing when filling fails', async () => {
    const fail = () => Promise.reject(new Error('no network'));
    await expect(land(folder, quiet, fail)).rejects.toThrow('no network');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('waits for another process that does the same, says so, and takes its result', async () => {
    const other = startOther();
    await once(other.stdout, 'data');
    const said = [];
    const say = (line) => {
      said.push(line);
      other.stdin.write('finish\n');
    };
    await land(folder, say, fillWith('by us'));
    expect(said).toEqual([expect.stringContaining(`process ${other.pid}`)]);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('by the other');
  });

  it('takes over from a process that was killed, and removes its half result', async () => {
    const other = startOther();
    await once(other.stdout, 'data');
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(existsSync(`${folder}.lock`)).toBe(true);
    await land(folder, quiet, fillWith('by us'));
    expect(readdirSync(cache)).toEqual(['thing']);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('by us');
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const other = startOther();
    await once(other.stdout, 'data');
    other.kill('SIGINT');
    expect(await once(other, 'exit')).toEqual([130, null]);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is not held up by a lock whose holder cannot be read', async () => {
    mkdirSync(`${folder}.lock`, { recursive: true });
    writeFileSync(join(`${folder}.lock`, 'holder'), `{ "host": "${hostname()}"`);
    await land(folder, quiet, fillWith('by us'));
    expect(existsSync(join(folder, 'file'))).toBe(true);
  });
});
