import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Timestamp } from '@polymath/contracts/google/protobuf/timestamp';
import type { Violations } from '@polymath/service-kit';

/** Demands the area of the service. */
export function checkArea(wrong: Violations, got: string, area: string): void {
  wrong.that(got === area, 'area', `must be ${area}, as this service's is, got "${got}"`);
}

const highestSeconds = BigInt(Date.UTC(9999, 11, 31) / 1000);

/** Demands, of times that are given, that they lie between 1970 and the year 9999; of those that are required that they are given. */
export function checkTimes(
  wrong: Violations,
  times: Readonly<Record<string, Timestamp | undefined>>,
  required: readonly string[],
): void {
  for (const [field, time] of Object.entries(times)) {
    if (required.includes(field)) wrong.present(field, time);
    if (!time) continue;
    wrong.range(`${field}.seconds`, time.seconds, 0, Number(highestSeconds));
    wrong.range(`${field}.nanos`, time.nanos, 0, 999_999_999);
  }
}

/** Demands an artifact that can be stored somewhere, under a name that is no path. */
export function checkStored(wrong: Violations, artifact: Artifact | undefined): void {
  if (!artifact) {
    wrong.add('sha256', 'is required');
    return;
  }
  const { sha256, sizeBytes, name } = artifact;
  wrong.sha256('sha256', sha256);
  wrong.that(sizeBytes >= 0n, 'size_bytes', `must be at least 0, got ${sizeBytes}`);
  wrong.that(isFileName(name), 'name', `must be a file name of at most 255 characters, got "${name}"`); // prettier-ignore
}

/** Empty: it has none. */
function isFileName(name: string): boolean {
  return name !== '.' && name !== '..' && /^[^\p{Cc}/\\]{0,255}$/u.test(name);
}
