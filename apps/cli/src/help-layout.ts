import type { HelpConfiguration } from 'commander';

/** Options that are longer than this have what they are for below them: beside the longest one there would be no room for words. */
const widestTerm = 36;
const indent = 2;
const below = ' '.repeat(6);

/** How help is laid out: in two columns, and never wider than the terminal. */
export const helpLayout: HelpConfiguration = {
  padWidth: (command, helper) => {
    const terms = [
      ...helper.visibleOptions(command).map((option) => helper.optionTerm(option)),
      ...helper.visibleCommands(command).map((each) => helper.subcommandTerm(each)),
      ...helper.visibleArguments(command).map((each) => helper.argumentTerm(each)),
    ];
    return Math.max(0, ...terms.map(({ length }) => length).filter((size) => size <= widestTerm));
  },
  formatItem: (term, termWidth, description, helper) => {
    const start = ' '.repeat(indent) + term;
    if (description === '') return start;
    const wrapped = (left: number) => helper.boxWrap(description, Math.max(20, (helper.helpWidth ?? 80) - left)); // prettier-ignore
    if (term.length > termWidth) return `${start}\n${below}${wrapped(below.length).replaceAll('\n', `\n${below}`)}`; // prettier-ignore
    const left = 2 * indent + termWidth;
    return start.padEnd(left) + wrapped(left).replaceAll('\n', `\n${' '.repeat(left)}`);
  },
};
