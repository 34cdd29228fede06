import { count, seeds } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const options = {
  seeds: seeds('one teacher with its students each', [1, 2, 3]),
  teacherEpochs: count('epochs of the teacher', 10),
  epochs: count('epochs of each student', 10),
};

/** What the bench is asked for. */
export type RetrievalOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:retrieval',
    what:
      'Embeddings of Fashion-MNIST: classes 0 to 4 are learned from, classes 5 to 9 are searched. A teacher of 64 dimensions ' +
      'learns from triplets, students of 16 from triplets or from the teacher; recall@1, beside that of a random projection ' +
      'of the pixels.',
    needs: "apt-get, which fetches Debian's package of Fashion-MNIST at the first use",
    takes: 'about half an hour of one core, in equal parts for seeds and nearly so for epochs',
    options,
  },
  async (given) => (await import('./retrieval/run.js')).runRetrieval(given),
);
