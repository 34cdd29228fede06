/** Cells of a table; numbers stand to the right. */
export type Row = readonly (string | number)[];

/** A table of plain text: a head, a rule, rows; as wide as its widest cells. */
export function table(head: readonly string[], rows: readonly Row[]): string {
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
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** E.g. `61,706`, `-0.5`, `3.2e-5`, `0:32`, `98.9 %`, `4.49x`; not an id that begins with digits. */
const numeric = /^-?\d[\d,.:]*(e-?\d+)?( ?[a-zµ%]+)?$/i;

/** Whether a cell reads as a number, with or without a unit; empty cells do not speak against it. */
function isNumber(cell: string | number | undefined): boolean {
  return cell === undefined || cell === '' || numeric.test(String(cell));
}
