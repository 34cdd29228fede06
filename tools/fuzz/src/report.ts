import { status } from '@grpc/grpc-js';
import type { Fault, RpcResult } from './fuzz-rpc.js';

/** A table: RPC, mutations, answers by code. */
export function describeResults(results: readonly RpcResult[]): string {
  const codes = [...new Set(results.flatMap((result) => [...result.codes.keys()]))].sort(
    (a, b) => a - b,
  );
  const head = ['service', 'RPC', 'mutations', ...codes.map((code) => status[code])];
  const rows = results.map(({ area, path, mutations, codes: counts }) => [
    ...[area, nameOf(path), String(mutations)],
    ...codes.map((code) => String(counts.get(code) ?? '')),
  ]);
  const sum = (code: status) => results.reduce((total, { codes }) => total + (codes.get(code) ?? 0), 0); // prettier-ignore
  const all = results.reduce((total, { mutations }) => total + mutations, 0);
  const foot = ['all', '', String(all), ...codes.map((code) => String(sum(code)))];
  return table([head, ...rows, foot]);
}

/** A fault in a line, and how to see it again. */
export function describeFault(seed: number, { area, path, number, what, fault }: Fault): string {
  const which = number === undefined ? '' : ` seed ${seed} number ${number}`;
  return `BROKEN ${area} ${nameOf(path)}${which}: ${fault}\n    (${what})`;
}

/** E.g. `JobService/GetJob`; the versions of reflection differ in their packages alone. */
function nameOf(path: string): string {
  const [, service = '', method = ''] = path.split('/');
  const [name, version] = service.split('.').reverse();
  return `${name ?? ''}${version === 'v1alpha' ? ' v1alpha' : ''}/${method}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '); // prettier-ignore
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
