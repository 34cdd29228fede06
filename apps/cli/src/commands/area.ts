import type { DescMethod } from '@bufbuild/protobuf';
import type { Command } from 'commander';
import { addressOf } from '../addresses.js';
import { areas, type Area } from '../areas.js';
import { runMethod, type MethodFlags } from '../calls/run-method.js';
import { isJobMethod } from '../calls/job-method.js';
import { commentOf } from '../request/comments.js';
import { serviceNamed } from '../request/registry.js';
import { requestOptions } from '../request/request-options.js';
import { withCallFlags, type Registration } from './leaf.js';
import { givenOptions, toCommanderOption } from './request-flags.js';
import { addStreamCommand } from './stream.js';

type AddCommand = (group: Command, registration: Registration, area: Area) => void;

/** Commands of RPCs that take a stream of requests: nothing that options could describe. */
const written: Readonly<Record<string, AddCommand>> = {
  'polymath.diagnosis.v1.DiagnosisService.Diagnose': addStreamCommand,
};

/** Adds one command for each area, with one for each RPC of its service, out of the descriptors. */
export function addAreaCommands(program: Command, registration: Registration): void {
  for (const area of areas) {
    const group = program.command(area.command).description(area.summary);
    for (const method of serviceNamed(area.service).methods) {
      const add = written[`${method.parent.typeName}.${method.name}`];
      if (add) add(group, registration, area);
      else if (takesOneRequest(method)) addMethod(group, registration, area, method);
    }
  }
}

const takesOneRequest = ({ methodKind }: DescMethod) =>
  methodKind === 'unary' || methodKind === 'server_streaming';

function addMethod(group: Command, registration: Registration, area: Area, method: DescMethod) {
  const command = group.command(kebab(method.name)).description(commentOf(method));
  const options = requestOptions(method.input);
  const [own, common] = [false, true].map((ofAny) => options.filter(({ isOfAnyJob }) => isOfAnyJob === ofAny)); // prettier-ignore
  for (const option of own!) command.addOption(toCommanderOption(option).helpGroup('Request:'));
  for (const option of common!) command.addOption(toCommanderOption(option).helpGroup('Any job:'));
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

function kebab(name: string): string {
  return name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}
