import type { FollowUp, Opening } from '../messages.js';
import type { ModelProgram, ServableModel, WireTensor } from '../program.js';
import { toWire } from '../wire-error.js';
import type { Say } from './serve-engine.js';

/** Keeps a model loaded for the length of an exchange, and computes with it as often as it is asked. */
export function modelExchange(
  program: ModelProgram,
  opening: Extract<Opening, { type: 'model' }>,
  say: Say,
) {
  let model: ServableModel | undefined;
  let leave!: () => void;
  const left = new Promise<void>((resolve) => (leave = resolve));
  const answer = async () => {
    model = await program.load(opening.path);
    try {
      const { signature, sizeBytes } = model;
      say({ type: 'loaded', signature, sizeBytes });
      await left;
      return { type: 'end' as const };
    } finally {
      model.dispose();
    }
  };
  const predict = async (inputs: readonly WireTensor[]) => {
    try {
      const byName = new Map(inputs.map((input) => [input.name, input]));
      say({ type: 'predicted', outputs: await model!.predict(byName) });
    } catch (error) {
      say({ type: 'refused', error: toWire(error) });
    }
  };
  const follow = (message: FollowUp) => {
    if (message.type === 'predict') void predict(message.inputs);
    if (message.type === 'leave') leave();
  };
  return { answer, follow };
}
