import type { Model } from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';
import { InvalidArgumentError, type Command } from 'commander';
import { addressOf } from '../addresses.js';
import { withClients, type Clients } from '../clients.js';
import { modelJson, modelSummary, modelTable } from '../output/model-view.js';
import { widthOf } from '../output/terminal.js';
import type { Shell } from '../shell.js';
import { areasOf, withAreaFlags, type AreaFlags, type Registration } from './leaf.js';

interface CreateFlags extends AreaFlags {
  readonly job?: string;
  readonly file?: string;
  readonly kind?: string;
}

interface AliasFlags extends AreaFlags {
  readonly expect?: number;
}

/** Adds `polymath models list|get|create|alias|delete`. */
export function addModelCommands(program: Command, registration: Registration): void {
  const models = program
    .command('models')
    .description('what can be called, and where it comes from');
  addList(models, registration);
  addOne(models.command('get').description('versions, aliases, what it takes and gives'), {
    ...registration,
    run: async ({ models }, name) => {
      const { model, failedRegistrations } = await models.getModel({ name });
      for (const { jobId, reason } of failedRegistrations)
        registration.shell.terminal.note(`job ${jobId} made no version: ${reason}`);
      return model;
    },
  });
  addCreate(models, registration);
  addAlias(models, registration);
  const remove = models.command('delete').description('remove a version that has no alias');
  addVersioned(remove, registration, ({ models }, name, version) =>
    models.deleteVersion({ name, version }),
  );
}

interface OneModel<Flags> extends Registration {
  readonly run: (clients: Clients, name: string, flags: Flags) => Promise<Model | undefined>;
}

function addOne<Flags extends AreaFlags>(command: Command, one: OneModel<Flags>): void {
  withAreaFlags(command.argument('<model>', 'name of the model')).action(
    async (name: string, flags: Flags) => {
      const { shell, finish } = one;
      show(shell, flags, await atArea(shell, flags, (clients) => one.run(clients, name, flags)));
      finish(0);
    },
  );
}

function addList(models: Command, { shell, finish }: Registration): void {
  const command = models.command('list').description('models, by name');
  withAreaFlags(command).action(async (flags: AreaFlags) => {
    const found: Model[] = [];
    for (const area of areasOf(flags, shell.env)) {
      const address = addressOf(area, { address: flags.address, env: shell.env });
      found.push(...(await withClients(address, listAll)));
    }
    if (flags.json) for (const model of found) shell.terminal.printJson(modelJson(model));
    else
      shell.terminal.print(
        found.length > 0 ? modelTable(found, widthOf(shell.terminal)) : 'no models',
      );
    finish(0);
  });
}

async function listAll({ models }: Clients): Promise<Model[]> {
  const found: Model[] = [];
  let pageToken = '';
  do {
    const page = await models.listModels({ pageSize: 1000, pageToken });
    found.push(...page.models);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return found;
}

function addCreate(models: Command, registration: Registration): void {
  const command = models
    .command('create')
    .description('add a version: what a job has made, or a file that was put before')
    .option('--job <id>', 'a job that has succeeded')
    .option('--file <sha256>', 'an artifact')
    .option('--kind <kind>', 'what the file is', 'classifier');
  addOne<CreateFlags>(command, {
    ...registration,
    run: async ({ models }, name, { job, file: sha256, kind = '' }) => {
      if ((job === undefined) === (sha256 === undefined)) {
        throw new PolymathError('invalid-input', 'expected either --job or --file');
      }
      const source =
        job !== undefined
          ? { $case: 'jobId' as const, value: job }
          : { $case: 'file' as const, value: { sha256: sha256!, kind, metrics: {} } };
      return (await models.createVersion({ name, source })).model;
    },
  });
}

function addAlias(models: Command, registration: Registration): void {
  const command = models
    .command('alias')
    .description('point an alias at a version; without one the alias "default" is called')
    .argument('<model>', 'name of the model')
    .argument('<alias>', 'e.g. production')
    .argument('<version>', 'its number; 0 removes the alias', parseVersion)
    .option('--expect <version>', 'refuse if it points elsewhere now; 0: nowhere', parseVersion);
  withAreaFlags(command).action(
    async (name: string, alias: string, version: number, flags: AliasFlags) => {
      const { shell, finish } = registration;
      const { expect: expectedVersion } = flags;
      const set = { name, alias, version, expectedVersion };
      const { model } = await atArea(shell, flags, ({ models }) => models.setAlias(set));
      show(shell, flags, model);
      finish(0);
    },
  );
}

function addVersioned(
  command: Command,
  { shell, finish }: Registration,
  change: (
    clients: Clients,
    name: string,
    version: number,
  ) => Promise<{ model?: Model | undefined }>,
): void {
  command.argument('<model>', 'name of the model');
  withAreaFlags(command.argument('<version>', 'its number', parseVersion)).action(
    async (name: string, version: number, flags: AreaFlags) => {
      const { model } = await atArea(shell, flags, (clients) => change(clients, name, version));
      show(shell, flags, model);
      finish(0);
    },
  );
}

function show({ terminal }: Shell, flags: AreaFlags, model: Model | undefined): void {
  if (!model) return;
  if (flags.json) terminal.printJson(modelJson(model));
  else terminal.print(modelSummary(model, widthOf(terminal)));
}

/** Works with the service of the area that flags name, or of the first. */
function atArea<Result>(
  shell: Shell,
  flags: AreaFlags,
  work: (clients: Clients) => Promise<Result>,
): Promise<Result> {
  const address = addressOf(areasOf(flags, shell.env)[0]!, {
    address: flags.address,
    env: shell.env,
  });
  return withClients(address, work);
}

function parseVersion(text: string): number {
  const version = Number(text);
  if (/^\d{1,9}$/.test(text)) return version;
  throw new InvalidArgumentError('It must be a whole number.');
}
