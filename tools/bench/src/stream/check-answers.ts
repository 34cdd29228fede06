import { block, header, type DiagnosisProcess } from '@polymath/e2e';
import type { PeerResult } from './peer.js';
import { hop } from './signal.js';

/** Demands that both sides say the same of the first windows. */
export async function checkAnswers(
  service: DiagnosisProcess,
  signal: Float32Array,
  peer: PeerResult,
): Promise<void> {
  const requests = (async function* () {
    yield header();
    yield block(0, signal.subarray(0, peer.probabilities.length * hop));
  })();
  for await (const { event } of service.diagnosis.diagnose(requests)) {
    if (event?.$case !== 'verdict') continue;
    const place = Number(event.value.window);
    const { probabilities, unknownScore } = event.value.verdict!;
    const apart = probabilities.map((p, c) => Math.abs(p - peer.probabilities[place]![c]!));
    const relative = Math.abs(unknownScore / peer.unknownScores[place]! - 1);
    if (!(Math.max(...apart) < 1e-3 && relative < 1e-2))
      throw new Error(`window ${place}: the sides differ by ${Math.max(...apart)}, ${relative}`);
  }
}
