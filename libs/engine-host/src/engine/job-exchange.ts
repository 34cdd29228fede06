import type { FollowUp, Opening } from '../messages.js';
import type { AnyJobProgram } from '../program.js';
import type { Say } from './serve-engine.js';
import { runJob } from './run-job.js';
import { StopRequest } from './stop-request.js';

/** Runs a job in an exchange: names its inputs, waits until they are in place, trains. */
export function jobExchange(
  program: AnyJobProgram,
  opening: Extract<Opening, { type: 'job' }>,
  say: Say,
) {
  const { folder, checkpoints } = opening;
  const stop = new StopRequest();
  let start!: (checkpoint: string | undefined) => void;
  const started = new Promise<string | undefined>((resolve) => (start = resolve));
  const answer = async () => {
    const spec: unknown = program.decode(opening.spec);
    say({ type: 'inputs', artifacts: program.inputs(spec) });
    const checkpoint = await started;
    if (stop.wanted) return { type: 'stopped' as const };
    return runJob({ program, spec, folder, checkpoint, checkpoints, stop, say });
  };
  const follow = (message: FollowUp) => {
    if (message.type === 'start') start(message.checkpoint);
    if (message.type === 'stop') {
      stop.request(message.save);
      start(undefined);
    }
  };
  return { answer, follow };
}
