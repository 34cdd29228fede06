import { BadSignal, type WindowVerdict } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { SteadyVerdict } from '@polymath/diagnosis';

/** What is said of a usable window, which the steady verdict takes in. @param startSeconds of its first sample */
export function windowVerdict(
  classes: readonly string[],
  startSeconds: number,
  { probabilities, unknownScore }: { probabilities: Float32Array; unknownScore: number },
  steady: SteadyVerdict,
): WindowVerdict {
  const { state } = steady.push(probabilities);
  return {
    ...{ startSeconds, unknownScore, unknown: unknownScore > 1 },
    condition: classes[probabilities.indexOf(Math.max(...probabilities))]!,
    probabilities: [...probabilities],
    steadyCondition: state === undefined ? '' : classes[state]!,
    badSignal: BadSignal.BAD_SIGNAL_UNSPECIFIED,
  };
}

/** What is said of a window that says nothing. */
export const badVerdict = (startSeconds: number, badSignal: BadSignal): WindowVerdict => ({
  ...{ startSeconds, badSignal, condition: '', probabilities: [] },
  ...{ unknownScore: 0, unknown: false, steadyCondition: '' },
});
