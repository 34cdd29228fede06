import { join } from 'node:path';
import { PolymathError } from '@polymath/errors';
import type { OutputFile } from '../messages.js';
import type { JobFiles } from '../program.js';

/** Where the inputs of a job or a call lie in its folder. */
export function inputPath(folder: string, sha256: string): string {
  return join(folder, `input-${sha256}`);
}

/** The files of a job in its folder; `outputs` lists those it has asked to write. */
export function jobFiles(folder: string): JobFiles & { readonly outputs: readonly OutputFile[] } {
  const outputs: OutputFile[] = [];
  return {
    outputs,
    input: ({ sha256 }) => inputPath(folder, sha256),
    output: (name, mediaType) => {
      if (!/^[\w][\w.-]*$/.test(name) || outputs.some((output) => output.name === name)) {
        throw new PolymathError('internal', `expected a new plain file name, got "${name}"`);
      }
      const path = join(folder, `output-${name}`);
      outputs.push({ name, mediaType, path });
      return path;
    },
  };
}
