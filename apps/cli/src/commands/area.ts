import type { DescMethod } from '@bufbuild/protobuf';
import { Option, type Command } from 'commander';
import { addressOf } from '../addresses.js';
import { areas, type Area } from '../areas.js';
import { runMethod, type MethodFlags } from '../calls/run-method.js';
import { isJobMethod } from '../calls/job-method.js';
import { commentOf } from '../request/comments.js';
import { serviceNamed } from '../request/registry.js';
import { requestOptions, type RequestOption } from '../request/request-options.js';
import { withCallFlags, type Registration } from './leaf.js';

/** Adds one command for each area, with one for each RPC of its service, out of the descriptors. */
export function addAreaCommands(program: Command, registration: Registration): void {
  for (const area of areas) {
    const group = program.command(area.command).description(area.summary);
    for (const method of serviceNamed(area.service).methods) {
      if (takesOneRequest(method)) addMethod(group, registration, area, method);
    }
  }
}

/** A stream of requests is nothing that options could describe. */
const takesOneRequest = ({ methodKind }: DescMethod) =>
  methodKind === 'unary' || methodKind === 'server_streaming';

function addMethod(group: Command, registration: Registration, area: Area, method: DescMethod) {
  const command = group.command(kebab(method.name)).description(commentOf(method));
  const options = requestOptions(method.input);
  for (const option of options) command.addOption(toCommanderOption(option).helpGroup('Request:'));
  command.option('--request <file>', 'the request, or a part of it, as ProtoJSON; - reads it here');
  command.option('--out <dir>', 'save what comes out into this folder');
  if (isJobMethod(method)) {
    command.option('--watch', 'follow the job until it ends; the default on a terminal');
    command.option('--no-watch', 'only submit the job');
  }
  withCallFlags(command).action(async (flags: MethodFlags & Record<string, unknown>) => {
    const address = addressOf(area, { address: flags.address, env: registration.shell.env });
    const given = givenOptions(options, flags);
    registration.finish(
      await runMethod(registration.shell, { method, options, given, flags, address }),
    );
  });
}

/** All values stay texts; what they must be is checked for all options at once. */
function toCommanderOption({ name, kind, isList, placeholder, help }: RequestOption): Option {
  if (kind === 'flag') return new Option(`--${name} [true|false]`, help);
  const option = new Option(`--${name} ${placeholder}`, help);
  if (!isList) return option;
  return option.argParser((text: string, before: string[] | undefined) => [
    ...(before ?? []),
    text,
  ]);
}

function givenOptions(options: readonly RequestOption[], flags: Record<string, unknown>) {
  const given = new Map<RequestOption, string[]>();
  for (const option of options) {
    const value = flags[toCommanderOption(option).attributeName()];
    if (value !== undefined) given.set(option, [value].flat().map(String));
  }
  return given;
}

function kebab(name: string): string {
  return name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}
