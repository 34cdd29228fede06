import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('the engine', () => {
  it('says nothing when it starts, and lets errors through afterwards', () => {
    const index = JSON.stringify(new URL('./index.ts', import.meta.url).href);
    const script = `const { matMul, tensor } = await import(${index});
        matMul(tensor([[1]]), tensor([[2]]));
        console.error('after');`;
    const flags = ['--conditions=@polymath/source', '--import', 'tsx', '--input-type=module'];
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: undefined };
    const { stderr } = spawnSync(process.execPath, [...flags, '-e', script], { env });
    expect(stderr.toString()).toBe('after\n');
  });
});
