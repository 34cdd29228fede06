import type { Command } from 'commander';
import { addressOf } from '../addresses.js';
import type { Area } from '../areas.js';
import { runStream, streamHeader, type StreamFlags } from '../calls/run-stream.js';
import { messageNamed } from '../request/registry.js';
import { requestOptions } from '../request/request-options.js';
import { toPace } from './number-flags.js';
import { withCallFlags, type Registration } from './leaf.js';
import { givenOptions, toCommanderOption } from './request-flags.js';

/** Adds `polymath diagnose stream <file>`: what a sensor recorded, sent as if it were measured now. */
export function addStreamCommand(group: Command, registration: Registration, area: Area): void {
  const { shell, finish } = registration;
  const options = requestOptions(messageNamed(streamHeader));
  const command = group
    .command('stream')
    .argument('<file>', 'CSV, WAV or NumPy file')
    .description('A verdict on each window of a file that is sent as if it were measured now.');
  for (const option of options) command.addOption(toCommanderOption(option).helpGroup('Header:'));
  command.option('--column <name>', 'of a CSV file; its first or only one unless given');
  command.option('--pace <number>', '1: real time, 10: ten times as fast, 0: at once', toPace, 1);
  withCallFlags(command).action(
    async (file: string, flags: StreamFlags & Record<string, unknown>) => {
      const address = addressOf(area, { address: flags.address, env: shell.env });
      const given = givenOptions(options, flags);
      finish(await runStream(shell, { file, options, given, flags, address }));
    },
  );
}
