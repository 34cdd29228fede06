import type { DiagnosisServiceService } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Client } from '@polymath/service-kit';
import type { JobRunnerParts, RunJob } from '../job-runner.js';
import type { DiagnosisBudget } from './budget.js';

/** What the diagnosis demo runs with. */
export interface DiagnosisDemoParts extends JobRunnerParts {
  readonly diagnosis: Client<DiagnosisServiceService>;
  readonly run: RunJob;
  readonly budget: DiagnosisBudget;
  readonly seed: number;
  /** 1: the growing fault in real time; 0: as fast as the service takes it. */
  readonly pace: number;
  /** The folder of its results; made. */
  readonly folder: string;
  /** Takes what people read of it. */
  readonly say: (text: string) => void;
}
