import { Command, CommanderError } from 'commander';
import { addAdminCommands } from './commands/admin.js';
import { addAreaCommands } from './commands/area.js';
import { addArtifactCommands } from './commands/artifacts.js';
import { addDemoCommand } from './commands/demo.js';
import { addJobCommands } from './commands/jobs.js';
import type { Registration } from './commands/leaf.js';
import { addModelCommands } from './commands/models.js';
import { addRecordingCommand } from './commands/recording.js';
import { addUpCommand } from './commands/up.js';
import { exitCodes, exitCodesHelp } from './exit-codes.js';
import { helpLayout } from './help-layout.js';
import { reportError, type Shell } from './shell.js';
import { commandTrace, type CommandTrace } from './trace-command.js';

const addressesHelp = `
Addresses: --address, else POLYMATH_<AREA>_ADDRESS, else .polymath/run.json (written by
"polymath up"; POLYMATH_DATA_DIR names another folder), else 127.0.0.1 and the area's port.`;

/**
 * Runs the command line.
 * @param args without the names of node and script
 * @returns the exit code; all errors have been told
 */
export async function runCli(args: readonly string[], shell: Shell): Promise<number> {
  const trace = commandTrace(shell);
  const code = await runCommand(args, shell, trace);
  await trace.end(code);
  return code;
}

async function runCommand(
  args: readonly string[],
  shell: Shell,
  trace: CommandTrace,
): Promise<number> {
  let code: number = exitCodes.ok;
  const program = buildProgram({ shell, finish: (value) => (code = value) });
  program.hook('preAction', (_, command) => trace.begin(command));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      return reportError(shell.terminal, error, args.includes('--json'));
    }
    // Help that was asked for is no error; help because a command is missing is.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.badUsage;
  }
}

function buildProgram(registration: Registration): Command {
  const { terminal } = registration.shell;
  const program = new Command('polymath')
    .description('research methods as services: start them, call them, follow their jobs')
    .addHelpText('after', `${addressesHelp}\n${exitCodesHelp}`)
    .exitOverride()
    .configureHelp(helpLayout)
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    });
  addUpCommand(program, registration);
  addDemoCommand(program, registration);
  addJobCommands(program, registration);
  addModelCommands(program, registration);
  addArtifactCommands(program, registration);
  addAdminCommands(program, registration);
  addAreaCommands(program, registration);
  addRecordingCommand(program, registration);
  return program;
}
