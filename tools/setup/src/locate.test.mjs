import { describe, expect, it } from 'vitest';
import { cacheRoot, engineFiles, engineKind, natsServerPath } from '../locate.mjs';

describe('cacheRoot', () => {
  it('is the folder that POLYMATH_CACHE names', () => {
    expect(cacheRoot({ POLYMATH_CACHE: '/var/polymath' })).toBe('/var/polymath');
  });
});

describe('engineKind', () => {
  it('is cpu unless another is asked for', () => {
    expect(engineKind({})).toBe('cpu');
    expect(engineKind({ POLYMATH_ENGINE: 'gpu' })).toBe('gpu');
  });

  it('refuses a kind that does not exist', () => {
    expect(() => engineKind({ POLYMATH_ENGINE: 'tpu' })).toThrow('must be cpu or gpu, got tpu');
  });
});

describe('engineFiles', () => {
  it('keeps the kinds of engine apart', () => {
    const cache = { POLYMATH_CACHE: '/c' };
    const cpu = engineFiles(cache);
    const gpu = engineFiles({ ...cache, POLYMATH_ENGINE: 'gpu' });
    expect(cpu.folder).not.toBe(gpu.folder);
    expect(cpu.binding.startsWith('/c/engine/cpu-tf')).toBe(true);
  });
});

describe('natsServerPath', () => {
  it('lies in the cache under its version', () => {
    expect(natsServerPath('2.15.2', { POLYMATH_CACHE: '/c' })).toBe(
      '/c/nats-server/2.15.2/nats-server',
    );
  });
});
