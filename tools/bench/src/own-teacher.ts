import { amount, count, seeds } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const options = {
  seeds: seeds('one teacher with its students each', [1, 2, 3]),
  teacherEpochs: count('epochs of the teacher', 3),
  teacherRate: amount("the teacher's learning rate", 1e-3),
  generators: count('generators that students learn from; one more judges', 3),
  epochs: count('epochs of each generator', 10),
  beta: amount("weight of the generators' diversity", 0, { orZero: true }),
  studentEpochs: count('epochs of each student', 40),
  learningRate: amount("the students' learning rate", 3e-4),
};

/** What the bench is asked for. */
export type OwnTeacherOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:own-teacher',
    what:
      "Item 13 of KegNet's acceptance, in process: a teacher of our own on MNIST, fixed ranks, and students that learn from " +
      'noise, generators and real images with equal budgets, each figure against its bound. The test images choose nothing.',
    needs: 'nothing more than the repository',
    takes: 'about half an hour of one core, in equal parts for seeds',
    options,
  },
  async (given) => (await import('./own-teacher/run.js')).runOwnTeacher(given),
);
