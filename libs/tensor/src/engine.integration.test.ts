import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateBinding } from './native/locate-binding.js';

describe('the engine', () => {
  it.runIf(existsSync(join(dirname(locateBinding()), 'quiet.node')))(
    'says nothing when it starts, and lets errors through afterwards',
    () => {
      const index = JSON.stringify(new URL('./index.ts', import.meta.url).href);
      const script = `const { matMul, tensor } = await import(${index});
        matMul(tensor([[1]]), tensor([[2]]));
        console.error('after');`;
      const flags = ['--conditions=@polymath/source', '--import', 'tsx', '--input-type=module'];
      const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: undefined };
      const { stderr } = spawnSync(process.execPath, [...flags, '-e', script], { env });
      expect(stderr.toString()).toBe('after\n');
    },
  );
});
