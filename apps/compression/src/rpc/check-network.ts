import { Architecture, type NewNetwork } from '@polymath/contracts/polymath/compression/v1/network';
import type { Violations } from '@polymath/service-kit';
import { checkArtifact, isOneOf, namesIn } from './checks.js';

/** Demands an architecture that can be built. */
export function checkArchitecture(wrong: Violations, field: string, value: Architecture): void {
  const known = value !== Architecture.ARCHITECTURE_UNSPECIFIED && isOneOf(Architecture, value);
  wrong.that(known, field, `must be one of ${namesIn(Architecture)}, got ${value}`);
}

/** Demands an architecture for images that can be built. */
export function checkImageArchitecture(
  wrong: Violations,
  field: string,
  value: Architecture,
): void {
  checkArchitecture(wrong, field, value);
  const isForTables = value === Architecture.ARCHITECTURE_MLP;
  wrong.that(!isForTables, field, 'must be one for images, got MLP');
}

/** Demands a network to be trained. */
export function checkNewNetwork(wrong: Violations, field: string, given?: NewNetwork): void {
  if (!given?.network) {
    wrong.add(field, 'one of architecture, like is required');
    return;
  }
  const at = wrong.at(field);
  const { network, widths } = given;
  if (network.$case === 'like') checkArtifact(at, 'like', network.value);
  else checkImageArchitecture(at, 'architecture', network.value);
  if (widths.length === 0) return;
  const isSmallCnn =
    network.$case === 'architecture' && network.value === Architecture.ARCHITECTURE_SMALL_CNN;
  at.that(isSmallCnn, 'widths', 'are only for ARCHITECTURE_SMALL_CNN');
  at.that(widths.length <= 8, 'widths', `must be at most 8, got ${widths.length}`);
  widths.forEach((width, i) => at.range(`widths[${i}]`, width, 1, 4096));
}
