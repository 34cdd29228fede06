/**
 * Counts the tests of one vitest run.
 *
 * @param results what vitest's json reporter wrote; undefined where it wrote nothing
 * @param status vitest's exit status. A run that failed without a failed test (a file that could not
 *   be loaded, an error outside any test) counts as one failure at least
 */
export function countTests(results, status) {
  const passed = results?.numPassedTests ?? 0;
  const unloadable = (results?.testResults ?? []).filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = (results?.numFailedTests ?? 0) + unloadable.length;
  return { passed, failed: status === 0 ? failed : Math.max(1, failed) };
}
