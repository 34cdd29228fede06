import type { Timestamp } from '@polymath/contracts/google/protobuf/timestamp';

/** A moment in milliseconds since 1970 (UTC) as a protobuf timestamp. */
export function toTimestamp(timeMs: number): Timestamp {
  const seconds = Math.floor(timeMs / 1000);
  return { seconds: BigInt(seconds), nanos: Math.round((timeMs - seconds * 1000) * 1e6) };
}

/** A protobuf timestamp in milliseconds since 1970 (UTC); a missing one is undefined. */
export function fromTimestamp(time: Timestamp): number;
export function fromTimestamp(time: Timestamp | undefined): number | undefined;
export function fromTimestamp(time: Timestamp | undefined): number | undefined {
  return time && Number(time.seconds) * 1000 + time.nanos / 1e6;
}
