import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { DiagnoseResponse, LiveVerdict } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import { StreamHeader, type EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { streamRequests } from '../../calls/stream-requests.js';
import { severityAt } from './budget.js';
import { liveHead, liveLine } from './live-line.js';
import { bearing, growingCondition, operatingPoint, sampleRateHz } from './machine.js';
import type { DiagnosisDemoParts } from './parts.js';
import type { Recorded } from './record.js';
import { signNames, signWatch, type Sign, type Spoken } from './signs.js';

/** Everything that was said of a stream. */
export interface Heard {
  readonly conditions: readonly string[];
  readonly windowSeconds: number;
  readonly verdicts: readonly LiveVerdict[];
  readonly envelopes: readonly EnvelopeReport[];
  /** Each time that a sign spoke that had not, in seconds of signal. */
  readonly spoken: readonly Spoken[];
}

/** What the machine is held against. */
export interface Models {
  readonly diagnoser: Artifact;
  readonly baseline: Artifact;
}

/** Sends a recording as if it were measured now, and shows what is said of it while it goes on. */
export async function listen(
  parts: DiagnosisDemoParts,
  { samples, rpm }: Recorded,
  models: Models,
): Promise<Heard> {
  const { diagnosis, pace, signal, say } = parts;
  const header = headerOf(parts, models, rpm);
  const ear = listener(parts);
  say(liveHead);
  const requests = streamRequests(header, samples, { pace, signal });
  for await (const { event } of diagnosis.diagnose(requests, { signal })) ear.take(event);
  return ear.heard();
}

function headerOf({ budget }: DiagnosisDemoParts, { diagnoser, baseline }: Models, rpm: number) {
  return StreamHeader.fromPartial({
    ...{ machineId: 'demo machine', channelId: 'drive end', sampleRateHz, unit: Unit.UNIT_G },
    ...{ rpm, bearing, operatingPoint: operatingPoint(budget.speedsRpm[0]!) },
    diagnoser: { source: { $case: 'file', value: diagnoser } },
    baseline: { source: { $case: 'file', value: baseline } },
    ...{ reportSeconds: budget.reportSeconds, mostReasons: 0 },
  });
}

/** Takes the events of a stream, shows them, and remembers them. */
function listener({ say, budget: { growth, reportSeconds } }: DiagnosisDemoParts) {
  let conditions: readonly string[] = [];
  let windowSeconds = 0;
  const verdicts: LiveVerdict[] = [];
  const envelopes: EnvelopeReport[] = [];
  const spoken: Spoken[] = [];
  const watch = signWatch(growingCondition);
  const tell = (found: readonly Sign[], atSeconds: number) => {
    for (const sign of found) {
      const isFalse = atSeconds < growth.beginSeconds;
      const isFirst = spoken.every((each) => each.sign !== sign || each.atSeconds < growth.beginSeconds); // prettier-ignore
      spoken.push({ sign, atSeconds });
      const remark = isFalse ? ' (a false alarm)' : '';
      if (isFalse || isFirst) say(`  ► ${atSeconds.toFixed(1)} s  ${signNames[sign]}${remark}`);
    }
  };
  const take = (event: DiagnoseResponse['event']) => {
    switch (event?.$case) {
      case 'opened':
        ({ conditions } = event.value);
        windowSeconds = event.value.windowLength / event.value.sampleRateHz;
        return;
      case 'verdict':
        verdicts.push(event.value);
        tell(watch.verdict(event.value), event.value.verdict!.startSeconds + windowSeconds);
        return;
      case 'envelope': {
        const { startSeconds, durationSeconds } = event.value;
        envelopes.push(event.value);
        tell(watch.envelope(event.value), startSeconds + durationSeconds);
        return;
      }
      case 'trend': {
        const atSeconds = Math.min(event.value.startSeconds + reportSeconds, growth.seconds);
        const severity = severityAt(growth, atSeconds);
        const moment = { atSeconds, severity, trend: event.value, envelope: envelopes.at(-1) };
        say(liveLine(moment, growth.severity));
      }
    }
  };
  return { take, heard: (): Heard => ({ conditions, windowSeconds, verdicts, envelopes, spoken }) };
}
