import { createHash, randomBytes } from 'node:crypto';

/** Length of a job's id: 96 bits in hexadecimal digits. */
const idLength = 24;

/** A new id: random, or the same for each repetition of a request that carries a request id. */
export function newJobId(tenant: string, area: string, requestId: string): string {
  if (requestId === '') return randomBytes(idLength / 2).toString('hex');
  return sha256(JSON.stringify([tenant, area, requestId])).slice(0, idLength);
}

/** SHA-256 in hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
