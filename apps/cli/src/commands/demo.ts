import type { Command } from 'commander';
import { addCompressionDemo } from './demo-compression.js';
import { addDiagnosisDemo } from './demo-diagnosis.js';
import type { Registration } from './leaf.js';

const help = `
Without a name it is the demo of compression. Each has options: polymath demo diagnosis --help`;

/** Adds `polymath demo`: one command for each demo. */
export function addDemoCommand(program: Command, registration: Registration): void {
  const group = program
    .command('demo')
    .description('see an area at work, on a platform of its own')
    .addHelpText('after', help);
  addCompressionDemo(group, registration);
  addDiagnosisDemo(group, registration);
}
