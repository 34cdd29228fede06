import { Option, type Command } from 'commander';
import { knownAreas, type AddressSources } from '../addresses.js';
import { areas, type Area } from '../areas.js';
import type { Shell } from '../shell.js';

/** The options that every command has that calls a service. */
export interface CallFlags {
  readonly json?: true;
  readonly address?: string;
}

/** Those of commands that serve any area. */
export interface AreaFlags extends CallFlags {
  readonly area?: string;
}

/** What commands are registered with. */
export interface Registration {
  readonly shell: Shell;
  /** Takes the exit code of a command that ended without an error. */
  readonly finish: (code: number) => void;
}

/** Adds `--json` and `--address`. */
export function withCallFlags(command: Command): Command {
  return command
    .option('--json', 'print JSON, one object a line, and nothing else')
    .option('--address <host:port>', 'where the service is');
}

/** Adds `--json`, `--address` and `--area`. */
export function withAreaFlags(command: Command): Command {
  const names = areas.map(({ name }) => name);
  return withCallFlags(command).addOption(
    new Option('--area <name>', 'the area to ask; all of them unless given').choices(names),
  );
}

/** The areas that flags ask for, else those of which it is known where they are; behind an address there is one service. */
export function areasOf({ area, address }: AreaFlags, env: AddressSources['env']): readonly Area[] {
  if (area !== undefined) return areas.filter(({ name }) => name === area);
  return address === undefined ? knownAreas(env) : areas.slice(0, 1);
}
