import { ranksForTarget, type LayerDecomposition, type RankRule } from '@polymath/compression';
import type { CompressClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import type { LayerDecomposition as Message } from '@polymath/contracts/polymath/compression/v1/plan';
import { PolymathError } from '@polymath/errors';
import type { Network } from '@polymath/tensor';

type Asked = Pick<CompressClassifierRequest, 'layers' | 'target'>;

/**
 * How the layers of a teacher are decomposed: as they say, or so that the whole network meets a target.
 * @throws invalid-input for layers that there are not, and for a target that cannot be met, with the range of those that can
 */
export function decompositionsOf(
  { layers, target }: Asked,
  teacher: Network,
): LayerDecomposition[] {
  if (!target) return toDecompositions(layers);
  const names = layers.map(({ layer }) => layer);
  const what = target.$case === 'targetParameterRatio' ? 'parameters' : 'multiplyAdds';
  const among = names.length > 0 ? names : undefined;
  return ranksForTarget(teacher, among, { what, ratio: target.value });
}

/** How layers are decomposed, as the method takes it. */
function toDecompositions(messages: readonly Message[]): LayerDecomposition[] {
  return messages.map(({ layer, ranks }) => ({ layer, ranks: toRule(ranks) }));
}

function toRule(ranks: Message['ranks']): RankRule {
  switch (ranks?.$case) {
    case 'evbmf':
      return { rule: 'evbmf', weakening: ranks.value.weakening };
    case 'fixed': {
      const { input, output, twoSided } = ranks.value;
      const out = output > 0 ? { out: output } : {};
      return { rule: 'fixed', in: input, ...out, ...(twoSided && { twoSided }) };
    }
    case 'energy':
      return { rule: 'energy', share: ranks.value };
    case 'fraction':
      return { rule: 'fraction', fraction: ranks.value };
    case undefined:
      throw new PolymathError('internal', 'the spec names no ranks');
  }
}
