import type { RetrievalEvaluation } from '@polymath/compression';

/** recall@k as metrics of a job, e.g. `recallAt1`. */
export const recallMetrics = ({ recall }: RetrievalEvaluation): Record<string, number> =>
  Object.fromEntries([...recall].map(([k, share]) => [`recallAt${k}`, share]));
