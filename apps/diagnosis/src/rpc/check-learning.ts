import { checkOrZero, isOneOf, namesIn } from '@polymath/area';
import { Filters_Kind, Pooling, type Features, type Filters } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import type { Violations } from '@polymath/service-kit';
import { orDefault } from '@polymath/area/inputs';

/** Demands settings of filters that fit windows of a length. */
export function checkFilters(
  wrong: Violations,
  filters: Filters | undefined,
  windowLength: number,
): void {
  const length = orDefault(filters?.length ?? 0, 100);
  wrong.that(length <= windowLength, 'filters.length', `must be at most window_length ${windowLength}, got ${length}`); // prettier-ignore
  if (!filters) return;
  const at = wrong.at('filters');
  const { kind, sparsity = 0 } = filters;
  at.that(
    isOneOf(Filters_Kind, kind),
    'kind',
    `must be one of ${namesIn(Filters_Kind)}, got ${kind}`,
  );
  checkOrZero(at, 'count', filters.count, [1, 1000]);
  checkOrZero(at, 'length', filters.length, [2, 4096]);
  checkOrZero(at, 'segments', filters.segments, [1, 200_000]);
  checkOrZero(at, 'iterations', filters.iterations, [1, 10_000]);
  at.that(sparsity >= 0 && sparsity < Infinity, 'sparsity', `must be a finite number of at least 0, got ${sparsity}`); // prettier-ignore
}

/** Demands settings of features. */
export function checkFeatures(wrong: Violations, features: Features | undefined): void {
  if (!features) return;
  const at = wrong.at('features');
  const { stride, poolings } = features;
  checkOrZero(at, 'stride', stride, [1, 4096]);
  poolings.forEach((pooling, i) => {
    const known = isOneOf(Pooling, pooling) && pooling !== Pooling.POOLING_UNSPECIFIED;
    at.that(known, `poolings[${i}]`, `must be one of ${namesIn(Pooling)}, got ${pooling}`);
    at.that(poolings.indexOf(pooling) === i, `poolings[${i}]`, 'is given twice');
  });
}
