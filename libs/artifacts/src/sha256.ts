import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { invalidFields } from '@polymath/errors';

/** How much of a file is read, sent and hashed at a time. */
export const chunkBytes = 1024 * 1024;

/** @throws invalid-input unless the text is a SHA-256 in lower-case hexadecimal digits */
export function checkSha256(text: string): void {
  if (/^[0-9a-f]{64}$/.test(text)) return;
  const description = `must be 64 lower-case hexadecimal digits, got "${text}"`;
  throw invalidFields([{ field: 'sha256', description }]);
}

/** The running SHA-256 of a file's content; nothing of it stays in memory. */
export async function hashFile(path: string): Promise<Hash> {
  const hash = createHash('sha256');
  const content = createReadStream(path, { highWaterMark: chunkBytes });
  for await (const chunk of content as AsyncIterable<Buffer>) hash.update(chunk);
  return hash;
}
