import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownProcess } from '@polymath/testing';
import { flag } from './option.js';
import { runBench } from './run-bench.js';

// A bench that starts a process, says where it writes, and goes on for ever or fails.
await runBench(
  {
    ...{ name: 'bench:tea', what: 'Tea.', needs: 'water', takes: 'a minute' },
    options: { fail: flag('fails') },
  },
  async ({ fail }) => {
    const forEver = ['-e', 'setInterval(() => undefined, 1000)'];
    // Its output is the bench's own, which ends with the last of both.
    ownProcess(spawn(process.execPath, forEver, { stdio: 'inherit' }));
    const folder = mkdtempSync(join(tmpdir(), 'tea-'));
    console.log(folder);
    if (fail) throw new Error('no tea');
    await new Promise(() => undefined);
  },
  { startsProcesses: true },
);
