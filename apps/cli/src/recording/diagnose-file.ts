import { mkdirSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import type { JsonValue } from '@bufbuild/protobuf';
import { DescribeDiagnoserResponse, DiagnoseRecordingRequest, DiagnoseRecordingResponse, DescribeDiagnoserRequest, DiagnosisServiceService } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import { AnalyzeEnvelopeRequest, AnalyzeEnvelopeResponse } from '@polymath/contracts/polymath/diagnosis/v1/envelope'; // prettier-ignore
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { invalidFields, PolymathError } from '@polymath/errors';
import { connect } from '@polymath/service-kit';
import { withClients, type Clients } from '../clients.js';
import { interruptible, type Shell } from '../shell.js';
import { upload } from '../transfers.js';
import { picturesOf, savePictures, type Answers } from './pictures.js';
import { bearingIn, checkFlags, optionOf, recordingMessage, type RecordingFlags } from './recording-message.js'; // prettier-ignore
import { verdictView } from './verdict-view.js';

/** The flags of `polymath diagnose <file>`. */
export interface DiagnoseFlags extends RecordingFlags {
  readonly diagnoser?: string;
  readonly model?: string;
  readonly out?: string;
  readonly dark?: true;
  readonly json?: true;
}

const mostReasons = 15;
const unitTexts: Readonly<Record<string, string>> = { 'm/s2': 'm/s²', raw: 'raw' };

/** Has a recording diagnosed as far as what is given allows, shows the verdict and saves pictures. */
export async function diagnoseFile(shell: Shell, address: string, path: string, flags: DiagnoseFlags): Promise<number> {
  checkFlags(path, flags);
  const bearing = bearingIn(flags.bearing);
  const hasDiagnoser = flags.diagnoser !== undefined || flags.model !== undefined;
  if (!hasDiagnoser && !bearing) {
    const description = 'or --model is required, or --bearing with --rpm: a verdict needs a diagnoser, an envelope a bearing';
    throw invalidFields([{ field: '--diagnoser', description }]);
  }
  const answers = await interruptible(shell, (signal) => withClients(address, (clients) => ask(shell, { address, path, flags, clients, signal })));
  const shown = { unit: unitTexts[flags.unit ?? ''] ?? flags.unit ?? '', rpm: Number(flags.rpm ?? 0) };
  const folder = flags.out ?? dirname(path);
  mkdirSync(folder, { recursive: true });
  const name = basename(path.replace(/\.gz$/, ''), extname(path.replace(/\.gz$/, '')));
  const paths = await savePictures(picturesOf(answers, shown), { folder, name, theme: flags.dark ? 'dark' : 'light' });
  if (flags.json) shell.terminal.printJson(jsonOf(answers, paths));
  else shell.terminal.print([verdictView(answers, shown), paths.map((saved) => `saved ${saved}`).join('\n')].join('\n\n'));
  return 0;
} // prettier-ignore

interface Asking {
  address: string;
  path: string;
  flags: DiagnoseFlags;
  clients: Clients;
  signal: AbortSignal;
}

async function ask({ terminal }: Shell, asking: Asking): Promise<Answers> {
  const { address, path, flags, clients, signal } = asking;
  const { artifacts } = clients;
  const service = connect(address, DiagnosisServiceService);
  try {
    const diagnoser = await diagnoserOf(asking, (file) => upload({ artifacts, terminal, signal }, file)); // prettier-ignore
    const recording = recordingMessage(path, await upload({ artifacts, terminal, signal }, path), flags); // prettier-ignore
    const bearing = bearingIn(flags.bearing);
    const { diagnoseRecording, describeDiagnoser, analyzeEnvelope } = service;
    const [diagnosis, described, envelope] = await Promise.all([
      diagnoser && diagnoseRecording(DiagnoseRecordingRequest.fromPartial({ diagnoser, recording, mostReasons, withWaveform: true }), { signal }),
      diagnoser && describeDiagnoser(DescribeDiagnoserRequest.fromPartial({ diagnoser, withFilters: true }), { signal }),
      bearing && analyzeEnvelope(AnalyzeEnvelopeRequest.fromPartial({ recording, bearing, withCurves: true }), { signal }),
    ]); // prettier-ignore
    return { diagnosis, diagnoser: described, envelope };
  } catch (error) {
    const { fields } = PolymathError.from(error);
    if (fields.length === 0) throw error;
    throw invalidFields(
      fields.map(({ field, description }) => ({ field: optionOf(field), description })),
    );
  } finally {
    service.close();
  }
}

/** The diagnoser by its hash, from a file, or of a model's version: `pump`, `pump:3` or `pump:production`. */
async function diagnoserOf(
  { flags: { diagnoser, model }, clients: { models } }: Asking,
  store: (path: string) => Promise<Artifact>,
): Promise<Partial<Artifact> | undefined> {
  if (diagnoser !== undefined) return /^[0-9a-f]{64}$/.test(diagnoser) ? { sha256: diagnoser } : store(diagnoser); // prettier-ignore
  if (model === undefined) return undefined;
  const [name = '', wanted = 'default'] = model.split(':');
  const { model: found } = await models.getModel({ name });
  const versions = found?.versions ?? [];
  const number = found?.aliases[wanted] ?? (wanted === 'default' ? versions.at(-1)?.version : Number(wanted)); // prettier-ignore
  const version = versions.find((each) => each.version === number);
  if (!version?.artifact) throw new PolymathError('not-found', `no such version or alias of ${name}: ${wanted}`); // prettier-ignore
  return version.artifact;
}

/** Everything for programs, without what pictures are made of. */
function jsonOf({ diagnosis, diagnoser, envelope }: Answers, pictures: string[]): JsonValue {
  return {
    ...(diagnosis && { diagnosis: DiagnoseRecordingResponse.toJSON({ ...diagnosis, waveform: undefined }) as JsonValue }),
    ...(diagnoser && { diagnoser: DescribeDiagnoserResponse.toJSON({ ...diagnoser, filters: [] }) as JsonValue }),
    ...(envelope && { envelope: AnalyzeEnvelopeResponse.toJSON({ ...envelope, waveform: undefined, spectrum: undefined }) as JsonValue }),
    pictures,
  }; // prettier-ignore
}
