export {
  SteadyVerdict,
  verdictDefaults,
  type Verdict,
  type VerdictSettings,
} from './steady-verdict.js';
