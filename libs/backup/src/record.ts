// Loads nothing of a service: the command line reads records by it too.
import { namesIn } from '@polymath/artifacts';
import { Record } from '@polymath/contracts/polymath/admin/v1/admin';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { Model } from '@polymath/contracts/polymath/models/v1/models';
import type { Timestamp } from '@polymath/contracts/google/protobuf/timestamp';
import { PolymathError } from '@polymath/errors';

/** A record, read as far as those who carry it must know it. */
export interface KnownRecord {
  readonly area: string;
  /** What it is called among the records of its area, e.g. `jobs/3f2a...` or `models/digits`. */
  readonly key: string;
  readonly value: { $case: 'job'; job: Job } | { $case: 'model'; model: Model };
  /** When it was made and last written, in milliseconds since 1970. */
  readonly createMs: number;
  readonly updateMs: number;
  /** SHA-256 of the artifacts without which it is worth little: outputs, checkpoint, versions. */
  readonly needs: readonly string[];
  readonly sizeBytes: number;
  /** Everything in it that can be the SHA-256 of an artifact. */
  readonly mentions: readonly string[];
}

/**
 * Reads a record.
 * @throws corrupt-data when it is none
 */
export function readRecord({ record }: Record): KnownRecord {
  if (!record) throw new PolymathError('corrupt-data', 'expected a job or a model, got neither');
  const { $case, value } = record;
  const known = $case === 'job' ? ofJob(decode(Job, value)) : ofModel(decode(Model, value));
  return { ...known, sizeBytes: value.length, mentions: [...new Set(namesIn(value))] };
}

type Described = Omit<KnownRecord, 'mentions' | 'sizeBytes'>;

function ofJob(job: Job): Described {
  const { id, area, checkpoint, outputs } = job;
  const artifacts = [...outputs, ...(checkpoint?.artifact ? [checkpoint.artifact] : [])];
  const needs = [...new Set(artifacts.map(({ sha256 }) => sha256))];
  const times = { createMs: toMs(job.createTime), updateMs: toMs(job.updateTime) };
  return { area, key: `jobs/${id}`, value: { $case: 'job', job }, ...times, needs };
}

function ofModel(model: Model): Described {
  const { name, area, versions } = model;
  const needs = [...new Set(versions.flatMap(({ artifact }) => artifact?.sha256 ?? []))];
  const times = { createMs: toMs(model.createTime), updateMs: toMs(model.updateTime) };
  return { area, key: `models/${name}`, value: { $case: 'model', model }, ...times, needs };
}

function decode<Message>(type: { decode(bytes: Uint8Array): Message }, bytes: Uint8Array): Message {
  try {
    return type.decode(bytes);
  } catch (cause) {
    throw new PolymathError('corrupt-data', 'a record cannot be read', { cause });
  }
}

/** Whole milliseconds, as a file's time is kept. */
function toMs(time: Timestamp | undefined): number {
  return time ? Math.round(Number(time.seconds) * 1000 + time.nanos / 1e6) : 0;
}
