import { processTerminal } from './output/terminal.js';
import { runCli } from './program.js';
import { processShell } from './shell.js';

// A reader that has seen enough, e.g. head, is no error.
process.stdout.on('error', () => process.exit(0));
process.exitCode = await runCli(process.argv.slice(2), processShell(processTerminal()));
