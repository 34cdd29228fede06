import { readFileSync } from 'node:fs';

const folder = new URL('./golden/datasets/', import.meta.url);

/** A file that NumPy, Pillow or Python's tarfile wrote; made by tools/golden/src/datasets.py. */
export const goldenFile = (name: string): Uint8Array => readFileSync(new URL(name, folder));

/** What is in those files, arrays as base64. */
export const golden = JSON.parse(Buffer.from(goldenFile('expected.json')).toString()) as {
  cifar: { images: string; labels: Record<string, number[]> };
  numpy: { images: string; grey: string; labels: number[] };
  folder: {
    paths: string[];
    labels: number[];
    images: Record<string, { colour: string; grey: string }>;
  };
};

/** The bytes of a golden array. */
export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(Buffer.from(base64, 'base64'));
