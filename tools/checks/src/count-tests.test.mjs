import { describe, expect, it } from 'vitest';
import { countTests } from './count-tests.mjs';

const file = (status, tests) => ({ status, assertionResults: Array(tests).fill({}) });

describe('countTests', () => {
  it('takes the counts of the run', () => {
    const results = { numPassedTests: 7, numFailedTests: 2, testResults: [file('failed', 9)] };
    expect(countTests(results, 1)).toEqual({ passed: 7, failed: 2 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const testResults = [file('failed', 0), file('passed', 3)];
    const results = { numPassedTests: 3, numFailedTests: 0, testResults };
    expect(countTests(results, 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a run that failed outside its tests as one failure', () => {
    const results = { numPassedTests: 3, numFailedTests: 0, testResults: [file('passed', 3)] };
    expect(countTests(results, 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a run without results as one failure', () => {
    expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1 });
  });
});
