import type { FollowUp, Opening } from '../messages.js';
import type { AnyEngineCall } from '../program.js';
import { PolymathError } from '@polymath/errors';
import { inputPath } from './job-files.js';
import type { Say } from './serve-engine.js';

/** Answers a call in an exchange: names its inputs, then computes a response each time one is pulled. */
export function callExchange(
  call: AnyEngineCall,
  opening: Extract<Opening, { type: 'call' }>,
  say: Say,
) {
  const controller = new AbortController();
  const { signal } = controller;
  let pull: (() => void) | undefined;
  const pulled = () => new Promise<void>((resolve) => (pull = resolve));
  const answer = async () => {
    const request: unknown = call.decode(opening.request);
    const first = pulled();
    say({ type: 'inputs', artifacts: call.inputs(request) });
    await first;
    const input = ({ sha256 }: { sha256: string }) => inputPath(opening.folder, sha256);
    if (!signal.aborted) await respond(call.handle(request, { input }, signal));
    return { type: 'end' as const };
  };
  const respond = async (values: AsyncIterable<Uint8Array>) => {
    try {
      for await (const value of values) {
        const next = pulled();
        say({ type: 'item', value });
        await next;
        signal.throwIfAborted();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };
  const follow = (message: FollowUp) => {
    if (message.type === 'leave') controller.abort(new PolymathError('cancelled', 'call left'));
    pull?.();
  };
  return { answer, follow };
}
