import type { ServingParts } from '@polymath/area';
import type { DiagnoseResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { DiagnoseRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import type { CallContext, TwoWayHandler } from '@polymath/service-kit';
import { computeWindows } from '../live/compute-windows.js';
import { EnvelopeWatch } from '../live/envelope-watch.js';
import { describer } from '../live/find-models.js';
import { LiveStream } from '../live/live-stream.js';
import { openStream, type OpenedStream } from '../live/open-stream.js';
import { Turns } from '../live/turns.js';
import { checkHeader } from './check-stream.js';

/** Says of each window of a live signal what it says, as soon as it is complete. */
export function diagnoseHandler(
  parts: ServingParts,
): TwoWayHandler<DiagnoseRequest, DiagnoseResponse> {
  const describe = describer(parts);
  const turns = new Turns();
  return async function* (requests, { signal }: CallContext) {
    const messages = requests[Symbol.asyncIterator]();
    const first = await messages.next();
    const header = checkHeader(first.done ? undefined : first.value);
    const stream = await openStream({ ...parts, describe }, header, signal);
    const { machineId, channelId } = header;
    const log = parts.log.child({ machineId, channelId });
    log.info({ diagnoser: stream.diagnoser.artifact.sha256 }, 'stream opened');
    const envelopes = watchEnvelopes(stream, { ...parts, log, turns, signal });
    const compute = computeWindows(parts, stream.diagnoser.artifact, signal);
    const live = new LiveStream(stream, { compute, envelopes, artifacts: parts.artifacts });
    try {
      yield { event: { $case: 'opened', value: stream.opened } };
      for await (const event of events(messages, live, envelopes)) yield { event };
    } finally {
      log.info('stream ended');
    }
  };
}

function watchEnvelopes(
  { bands, described, opened, header }: OpenedStream,
  parts: Omit<ConstructorParameters<typeof EnvelopeWatch>[0], 'facts'>,
): EnvelopeWatch | undefined {
  if (bands.length === 0) return undefined;
  const { call, turns, signal, log } = parts;
  const { sampleRateHz } = described;
  const facts = { bands, sampleRateHz, unit: opened.unit, bearing: header.bearing! };
  return new EnvelopeWatch({ call, turns, signal, log, facts });
}

/** Events of a stream in turn; envelopes as soon as they are ready, also while no block comes. */
async function* events(
  messages: AsyncIterator<DiagnoseRequest>,
  live: LiveStream,
  envelopes: EnvelopeWatch | undefined,
): ReturnType<LiveStream['push']> {
  const ready = function* () {
    for (const value of envelopes?.take() ?? []) yield { $case: 'envelope' as const, value };
  };
  for (;;) {
    const next = messages.next();
    while (await envelopes?.readyBefore(next)) yield* ready();
    const message = await next;
    if (message.done) break;
    yield* live.push(message.value);
  }
  yield* live.finish();
  await envelopes?.idle();
  yield* ready();
}
