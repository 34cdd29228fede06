import { describe, expect, it } from 'vitest';
import { describeEngine } from './engine.js';
import { isEngineLoaded } from './native/binding.js';

describe('the engine', () => {
  it('is not loaded by importing the library', async () => {
    await import('./index.js');
    expect(isEngineLoaded()).toBe(false);
  });

  it('is described by what makes results repeat', () => {
    expect(describeEngine()).toEqual({
      library: 'tensorflow',
      version: expect.stringMatching(/^2\.\d+\.\d+/) as string,
      device: expect.stringMatching(/^(cpu|gpu)$/) as string,
      threads: 1,
      oneDnn: true,
      processor: expect.any(String) as string,
    });
    expect(isEngineLoaded()).toBe(true);
  });
});
