import { checkArtifact, checkOrZero, isOneOf } from '@polymath/area';
import type {
  DiagnoseRequest,
  ModelSource,
  StreamHeader,
} from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { invalidFields } from '@polymath/errors';
import { violations, type Violations } from '@polymath/service-kit';
import { mostReasons } from '../live/window-facts.js';
import { checkBearing } from './analyze-envelope.js';
import { highestRateHz, units } from './check-recording.js';

const longestName = 200;

/**
 * The header that a stream begins with.
 * @throws invalid-input when something else comes first, or naming every bad field
 */
export function checkHeader(first: DiagnoseRequest | undefined): StreamHeader {
  if (first?.part?.$case !== 'header') {
    const description = 'is required before the first block: it says what the samples are';
    throw invalidFields([{ field: 'header', description }]);
  }
  const header = first.part.value;
  const all = violations();
  check(all.at('header'), header);
  all.throwIfAny();
  return header;
}

function check(wrong: Violations, header: StreamHeader): void {
  const { machineId, channelId, sampleRateHz, unit, scale, bearing, reportSeconds } = header;
  checkName(wrong, 'machine_id', machineId);
  checkName(wrong, 'channel_id', channelId);
  const holds = sampleRateHz > 0 && sampleRateHz <= highestRateHz;
  wrong.that(holds, 'sample_rate_hz', `must be above 0 and at most ${highestRateHz}, got ${sampleRateHz}: it is not guessed from lengths`); // prettier-ignore
  wrong.that(isOneOf(Unit, unit) && unit !== Unit.UNIT_UNSPECIFIED, 'unit', `must be one of ${units}: it is not guessed from amplitudes`); // prettier-ignore
  wrong.that(Number.isFinite(scale), 'scale', `must be a finite number, got ${scale}`);
  wrong.range('rpm', header.rpm, 0, 1_000_000);
  if (bearing) checkBearing(wrong.at('bearing'), bearing);
  checkSource(wrong, 'diagnoser', header.diagnoser);
  if (header.baseline) checkSource(wrong, 'baseline', header.baseline);
  checkOrZero(wrong, 'hop', header.hop, [1, 1_000_000]);
  checkOrZero(wrong, 'collect_windows', header.collectWindows, [60, 10_000]);
  checkOrZero(wrong, 'report_seconds', reportSeconds, [1, 3600]);
  wrong.range('most_reasons', header.mostReasons ?? 0, 0, mostReasons);
}

function checkName(wrong: Violations, field: string, name: string): void {
  wrong.present(field, name);
  wrong.that(name.length <= longestName, field, `must have at most ${longestName} characters, got ${name.length}`); // prettier-ignore
}

function checkSource(wrong: Violations, field: string, from: ModelSource | undefined): void {
  const source = from?.source;
  if (!source) wrong.add(field, 'one of file, model is required');
  if (source?.$case === 'file') checkArtifact(wrong.at(field), 'file', source.value);
  if (source?.$case === 'model') wrong.present(`${field}.model.name`, source.value.name);
}
