import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { download } from '../../transfers.js';
import { outputOf } from '../job-results.js';
import { comparisonTable, protocolRows, readResults, type ProtocolRow } from './comparison.js';
import { listen } from './listen.js';
import { growingPlan, healthyPlan, trainingPlan } from './machine.js';
import type { DiagnosisDemoParts } from './parts.js';
import { record, recordAll } from './record.js';
import { firstSpoken, type Sign } from './signs.js';
import { summaryOf } from './summary.js';
import { saveTimeline } from './timeline.js';
import { labelled, learnBaseline, trainDiagnosers } from './train.js';

/** What came out. */
export interface DiagnosisDemoResult {
  readonly rows: readonly ProtocolRow[];
  readonly signs: readonly { sign: Sign; atSeconds: number | undefined; falseAlarms: number }[];
  /** Names of the files in the folder. */
  readonly files: readonly string[];
}

/**
 * Trains diagnosers on a simulated machine, compares them, learns what the machine is like while it is healthy, and listens to it while a
 * fault grows from nothing. The results go to a folder.
 * @throws failed-precondition when a job fails
 */
export async function runDiagnosisDemo(parts: DiagnosisDemoParts): Promise<DiagnosisDemoResult> {
  const { say, folder, budget, seed } = parts;
  mkdirSync(folder, { recursive: true });
  const plan = trainingPlan(budget, seed);
  say(`Recording a simulated machine: ${plan.length} recordings of ${budget.recordingSeconds} s, healthy and with three kinds of faults\n  at ${budget.speedsRpm.join(', ')} rpm; sizes of faults ${budget.severities.join(', ')}`); // prettier-ignore
  const { nsae, sae } = await trainDiagnosers(parts, labelled(plan, await recordAll(parts, plan)));
  const rows = await compare(parts, nsae, sae);
  say(`\n${comparisonTable(rows)}`);
  const diagnoser = outputOf(nsae, 'diagnoser.safetensors');
  const healthy = await recordAll(parts, healthyPlan(budget, seed));
  const baseline = outputOf(await learnBaseline(parts, diagnoser, healthy), 'baseline.safetensors');
  const { growth } = budget;
  const growing = await record(parts, growingPlan(budget, seed), growth);
  say(`\n${listeningTitle(parts)}\n`);
  const heard = await listen(parts, growing, { diagnoser, baseline });
  const signs = firstSpoken(heard.spoken, growth.beginSeconds);
  const summary = summaryOf(signs, growth);
  say(`\n${summary}`);
  const text = `${comparisonTable(rows)}\n\n${summary}\n`;
  writeFileSync(join(folder, 'results.txt'), text);
  const pictures = await saveTimeline(folder, heard, budget);
  const kept = await keep(parts, [outputOf(nsae, 'report.html'), diagnoser, baseline]);
  const files = [...pictures, ...kept, ...reportNames, 'results.txt', 'recordings/'];
  return { rows, signs, files };
}

function listeningTitle({ budget: { growth, severities }, pace }: DiagnosisDemoParts): string {
  const speed = pace === 0 ? 'as fast as it goes' : `${pace} times real time`;
  return [
    `Listening to the machine, ${speed}: healthy for ${growth.beginSeconds} s, then a fault`,
    'of the outer race grows from nothing. The smallest that was taught has severity',
    `${severities[0]}. Drift above 1 is farther than healthy windows go; an envelope speaks from`,
    '1.45 on.',
  ].join('\n');
}

const reportNames = ['report-nsae.json', 'report-sae.json'] as const;

/** Reads what both trainings measured; their reports are kept. */
async function compare(parts: DiagnosisDemoParts, nsae: Job, sae: Job): Promise<ProtocolRow[]> {
  const resultsOf = async (job: Job, name: string) => {
    const path = join(parts.folder, name);
    await download(transferOf(parts), outputOf(job, 'report.json'), path);
    return readResults(readFileSync(path, 'utf8'));
  };
  return protocolRows(await resultsOf(nsae, reportNames[0]), await resultsOf(sae, reportNames[1]));
}

async function keep(parts: DiagnosisDemoParts, artifacts: readonly Artifact[]) {
  const names = artifacts.map(({ name }) => name);
  for (const artifact of artifacts) {
    await download(transferOf(parts), artifact, join(parts.folder, artifact.name));
  }
  return names;
}

const transferOf = ({ clients, terminal, signal }: DiagnosisDemoParts) => ({
  ...{ artifacts: clients.artifacts, terminal, signal },
});
