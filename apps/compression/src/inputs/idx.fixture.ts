/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], data: Iterable<number>): Buffer {
  const sizes = shape.flatMap((size) => [0, 0, size >> 8, size & 255]);
  return Buffer.from([0, 0, 8, shape.length, ...sizes, ...data]);
}
