import type { JsonValue } from '@bufbuild/protobuf';

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Terminal {
  /** Writes a result for people. */
  readonly print: (text: string) => void;
  /** Writes a result for programs: one line of JSON. */
  readonly printJson: (value: JsonValue) => void;
  /** Writes a remark, an error or progress, as a line. */
  readonly note: (text: string) => void;
  /** Where progress bars are drawn; undefined where nobody would see them move. */
  readonly bars: NodeJS.WriteStream | undefined;
  /** Whether results are read by a person now. */
  readonly isWatched: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
}

/** Width that results should fit into; undefined where they go to a file or a program. */
export const widthOf = ({ isWatched, columns }: Terminal): number | undefined =>
  isWatched ? columns : undefined;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  return {
    print: (text) => void stdout.write(`${text}\n`),
    printJson: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    bars: stderr.isTTY ? stderr : undefined,
    isWatched: stdout.isTTY,
    get columns() {
      return (stderr.isTTY ? stderr.columns : stdout.columns) || 80;
    },
  };
}
