import type { LayerDecomposition, RankRule } from '@polymath/compression';
import type { LayerDecomposition as Message } from '@polymath/contracts/polymath/compression/v1/plan';
import { PolymathError } from '@polymath/errors';

/** How layers are decomposed, as the method takes it. */
export function toDecompositions(messages: readonly Message[]): LayerDecomposition[] {
  return messages.map(({ layer, ranks }) => ({ layer, ranks: toRule(ranks) }));
}

function toRule(ranks: Message['ranks']): RankRule {
  switch (ranks?.$case) {
    case 'evbmf':
      return { rule: 'evbmf', weakening: ranks.value.weakening };
    case 'fixed': {
      const { input, output } = ranks.value;
      return { rule: 'fixed', in: input, ...(output > 0 ? { out: output } : {}) };
    }
    case 'energy':
      return { rule: 'energy', share: ranks.value };
    case 'fraction':
      return { rule: 'fraction', fraction: ranks.value };
    case undefined:
      throw new PolymathError('internal', 'the spec names no ranks');
  }
}
