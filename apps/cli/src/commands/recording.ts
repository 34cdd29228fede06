import { Option, type Command } from 'commander';
import { addressOf } from '../addresses.js';
import { areas } from '../areas.js';
import { diagnoseFile, type DiagnoseFlags } from '../recording/diagnose-file.js';
import { units } from '../recording/recording-message.js';
import { withCallFlags, type Registration } from './leaf.js';

/** Adds `polymath diagnose <file>`: what the command of the area does with a file and without a name of an RPC. */
export function addRecordingCommand(program: Command, { shell, finish }: Registration): void {
  const area = areas.find(({ name }) => name === 'diagnosis')!;
  const group = program.commands.find((command) => command.name() === area.command)!;
  const command = group
    .command('recording', { isDefault: true })
    .description('the verdict on one recording, with pictures: polymath diagnose pump.wav ...')
    .argument('<file>', 'MAT, WAV, CSV, .npy or bare 16-bit samples, the last three also as .gz')
    .option('--diagnoser <sha256|file>', 'names the condition; as train-diagnoser has made it')
    .option('--model <name[:version|:alias]>', 'names the condition; by the name of a model')
    .option('--bearing <n,d,D[,angle]>', 'rolling elements, their diameter, pitch diameter: looks for rates of faults')
    .option('--rpm <number>', 'measured turns a minute; with --bearing')
    .option('--rate <hertz>', 'samples a second; a WAV file says it itself')
    .addOption(new Option('--unit <unit>', 'of the samples').choices(Object.keys(units)))
    .option('--format <mat|wav|csv|npy|int16>', 'unless the name of the file says it')
    .option('--variable <name>', 'of a MAT file')
    .option('--column <name>', 'of a CSV file')
    .option('--channel <number>', 'from 1')
    .option('--channels <number>', 'of bare samples')
    .option('--scale <number>', 'of bare samples: the unit a step; of WAV: full scale')
    .option('--out <dir>', 'where pictures go; beside the file unless given')
    .option('--dark', 'pictures with a dark background'); // prettier-ignore
  withCallFlags(command).action(
    async (file: string, flags: DiagnoseFlags & { address?: string }) => {
      const address = addressOf(area, { address: flags.address, env: shell.env });
      finish(await diagnoseFile(shell, address, file, flags));
    },
  );
}
