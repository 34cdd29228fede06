import { randomUUID } from 'node:crypto';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { addressOf } from '../addresses.js';
import { withClients, withJob, type Clients, type JobPlaces } from '../clients.js';
import { explanationJson, explanationSummary } from '../output/explanation-view.js';
import { toMs } from '../output/format.js';
import { jobJson, jobTable, stateName } from '../output/job-view.js';
import { widthOf } from '../output/terminal.js';
import { repeatUnavailable } from '../repeat-unavailable.js';
import { showJob, watchJob } from '../watch/watch-job.js';
import { areasOf, withAreaFlags, type AreaFlags, type Registration } from './leaf.js';

interface JobFlags extends AreaFlags {
  readonly out?: string;
}

interface ListFlags extends AreaFlags {
  readonly state?: string[];
  readonly kind?: string;
  readonly limit: number;
}

const wellKnownStates = [
  JobState.JOB_STATE_QUEUED,
  JobState.JOB_STATE_RUNNING,
  JobState.JOB_STATE_SUCCEEDED,
  JobState.JOB_STATE_FAILED,
  JobState.JOB_STATE_CANCELLED,
];

/** Adds `polymath jobs list|get|explain|watch|cancel|retry`. */
export function addJobCommands(program: Command, registration: Registration): void {
  const jobs = program.command('jobs').description('look at jobs, follow, stop and repeat them');
  addList(jobs, registration);
  const outHelp = 'save the outputs of a job that has ended into this folder';
  addOne(jobs.command('get').description('what is known of a job').option('--out <dir>', outHelp), {
    ...registration,
    run: async ({ shell }, id, flags) => {
      const options = { json: flags.json === true, out: flags.out };
      await withJob(placesOf(shell.env, flags), id, (clients, job) =>
        showJob(shell, clients, job, options),
      );
      return 0;
    },
  });
  addExplain(jobs, registration);
  const watch = jobs.command('watch').description('follow a job until it ends');
  addOne(watch.option('--out <dir>', 'save its outputs into this folder'), {
    ...registration,
    run: ({ shell }, id, flags) =>
      withJob(placesOf(shell.env, flags), id, (clients, job) =>
        watchJob(shell, clients, job, { json: flags.json === true, out: flags.out }),
      ),
  });
  addChange(jobs, registration, {
    name: 'cancel',
    description: 'ask a job to stop: a queued one at once, a running one at its next step',
    change: async (clients, { id: jobId }) =>
      (await repeatUnavailable(() => clients.jobs.cancelJob({ jobId }))).job,
  });
  addChange(jobs, registration, {
    name: 'retry',
    description:
      'make a new job with the spec and last checkpoint of one that failed or was cancelled',
    change: async (clients, { id: jobId }) => {
      const requestId = randomUUID();
      return (await repeatUnavailable(() => clients.jobs.retryJob({ jobId, requestId }))).job;
    },
  });
}

interface OneJob extends Registration {
  readonly run: (registration: Registration, id: string, flags: JobFlags) => Promise<number>;
}

function addOne(command: Command, one: OneJob): void {
  withAreaFlags(command.argument('<job>', 'id of the job')).action(
    async (id: string, flags: JobFlags) => one.finish(await one.run(one, id, flags)),
  );
}

function addExplain(jobs: Command, registration: Registration): void {
  addOne(jobs.command('explain').description('why a job is where it is'), {
    ...registration,
    run: async ({ shell: { env, terminal } }, id, flags) => {
      const explanation = await withJob(placesOf(env, flags), id, (clients, { id: jobId }) =>
        clients.jobs.explainJob({ jobId }),
      );
      if (flags.json) terminal.printJson(explanationJson(explanation));
      else terminal.print(explanationSummary(explanation));
      return 0;
    },
  });
}

interface Change {
  readonly name: string;
  readonly description: string;
  readonly change: (clients: Clients, job: Job) => Promise<Job | undefined>;
}

function addChange(jobs: Command, registration: Registration, change: Change): void {
  addOne(jobs.command(change.name).description(change.description), {
    ...registration,
    run: async ({ shell }, id, flags) =>
      withJob(placesOf(shell.env, flags), id, async (clients, job) => {
        const changed = (await change.change(clients, job)) ?? job;
        await showJob(shell, clients, changed, { json: flags.json === true });
        return 0;
      }),
  });
}

function addList(jobs: Command, { shell, finish }: Registration): void {
  const names = wellKnownStates.map(stateName);
  const command = jobs
    .command('list')
    .description('jobs, newest first')
    .addOption(new Option('--state <state...>', 'only these states').choices(names))
    .option('--kind <kind>', 'only this kind, e.g. CompressClassifier')
    .option('--limit <number>', 'at most so many of each area', parseLimit, 20);
  withAreaFlags(command).action(async (flags: ListFlags) => {
    const found: Job[] = [];
    for (const area of areasOf(flags, shell.env)) {
      const { address } = flags;
      found.push(...(await listJobs(addressOf(area, { address, env: shell.env }), flags)));
    }
    found.sort((a, b) => (toMs(b.createTime) ?? 0) - (toMs(a.createTime) ?? 0));
    if (flags.json) for (const job of found) shell.terminal.printJson(jobJson(job));
    else
      shell.terminal.print(found.length > 0 ? jobTable(found, widthOf(shell.terminal)) : 'no jobs');
    finish(0);
  });
}

function listJobs(address: string, { state = [], kind = '', limit }: ListFlags): Promise<Job[]> {
  const states = wellKnownStates.filter((known) => state.includes(stateName(known)));
  return withClients(address, async ({ jobs }) => {
    const found: Job[] = [];
    let pageToken = '';
    do {
      const pageSize = Math.min(1000, limit - found.length);
      const page = await jobs.listJobs({ pageSize, pageToken, states, kind });
      found.push(...page.jobs);
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && found.length < limit);
    return found;
  });
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}

function placesOf(env: JobPlaces['sources']['env'], flags: AreaFlags): JobPlaces {
  return { areas: areasOf(flags, env), sources: { address: flags.address, env } };
}
