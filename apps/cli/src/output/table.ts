/** Cells of a table; numbers stand to the right. */
export type Row = readonly (string | number)[];

/**
 * A table of plain text: a head, a rule, rows; as wide as its widest cells. A last column that says nothing is left out.
 * @param width that it must fit into, in characters: else the cells of the last column stand below their rows, where they can be cut by nobody
 */
export function table(head: readonly string[], rows: readonly Row[], width = Infinity): string {
  const last = head.length - 1;
  const isSilent = rows.length > 0 && rows.every((row) => String(row[last] ?? '') === '');
  if (isSilent && last > 0) return table(head.slice(0, last), rows.map((row) => row.slice(0, last)), width); // prettier-ignore
  const lines = linesOf(head, rows);
  if (last === 0 || lines[1]!.length <= width) return lines.join('\n');
  const [top, rule, ...others] = linesOf(head.slice(0, last), rows);
  const below = rows.map((row) => String(row[last] ?? ''));
  const pairs = others.flatMap((line, i) => [line, ...(below[i] === '' ? [] : [`  ${below[i]}`])]);
  return [top, rule, ...pairs].join('\n');
}

/** The head, the rule and the rows; cells that the head has no name for are left out. */
function linesOf(head: readonly string[], rows: readonly Row[]): string[] {
  const isNumeric = head.map((_, i) => rows.length > 0 && rows.every((row) => isNumber(row[i])));
  const texts = [head, ...rows].map((row) => head.map((_, i) => String(row[i] ?? '')));
  const widths = head.map((_, i) => Math.max(...texts.map((row) => row[i]!.length)));
  const lines = texts.map((row) =>
    row
      .map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [lines[0]!, rule, ...lines.slice(1)];
}

/** E.g. `61,706`, `-0.5`, `3.2e-5`, `0:32`, `98.9 %`, `4.49x`; not an id that begins with digits. */
const numeric = /^-?\d[\d,.:]*(e-?\d+)?( ?[a-zµ%]+)?$/i;

/** Whether a cell reads as a number, with or without a unit; empty cells do not speak against it. */
function isNumber(cell: string | number | undefined): boolean {
  return cell === undefined || cell === '' || numeric.test(String(cell));
}
