/** Why set-up cannot go on, in the words that the user will read. */
export class SetupProblem extends Error {
  /**
   * @param {{ missing: string, why: string, mend: string, detail?: string }} parts
   *   what is missing, what it is needed for, the command that mends it, and what the tool itself said
   */
  constructor({ missing, why, mend, detail }) {
    const lines = [`set-up stopped: ${missing}`, `  needed for: ${why}`, `  to mend it: ${mend}`];
    if (detail?.trim()) lines.push(...lastLines(detail, 8).map((line) => `  | ${line}`));
    super(lines.join('\n'));
    this.name = 'SetupProblem';
  }
}

function lastLines(text, count) {
  return text.trim().split('\n').slice(-count);
}
