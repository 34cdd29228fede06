import { PolymathError } from '@polymath/errors';

const full = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** An error of the file system as one of ours: a full disk is `resource-exhausted`. Others stay as they are. */
export function fromDiskError(cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  if (!full.includes(String(cause.code))) return cause;
  return new PolymathError('resource-exhausted', `no space left to store it (${cause.message})`, {
    cause,
  });
}

/** Whether an error says that a file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
