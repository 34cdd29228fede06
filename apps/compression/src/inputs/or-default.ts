/** A proto3 number where 0 stands for a default. */
export const orDefault = (value: number, fallback: number): number => value || fallback;
