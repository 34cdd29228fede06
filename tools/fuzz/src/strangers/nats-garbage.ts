import { Accelerator, Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { Model } from '@polymath/contracts/polymath/models/v1/models';
import { toTimestamp } from '@polymath/events';

/** One message of a stranger. */
export interface Garbage {
  subject: string;
  payload: Uint8Array;
  /** What it is, for people. */
  what: string;
}

const random = Buffer.from('ff00fe01fd02fc03fb04'.repeat(20), 'hex');
const huge = Buffer.alloc(200 * 1024, 0xfe);

/** A record as nobody wrote it. */
function record(fields: Partial<Job>): Uint8Array {
  const time = toTimestamp(Date.now());
  const base = { tenant: 'default', kind: 'TrainClassifier', maxAttempts: 3, createTime: time };
  const job = { ...base, area: 'compression', accelerator: Accelerator.ACCELERATOR_CPU, ...fields };
  return Job.encode(Job.fromPartial(job)).finish();
}

const model = (fields: Partial<Model>) =>
  Model.encode(Model.fromPartial({ area: 'compression', lastVersion: 1, ...fields })).finish();

/** A message that a later version of this software may have written: fields that are not known yet. */
const later = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.from([0xfa, 0x3e, 2, 1, 2])]);

const { JOB_STATE_RUNNING, JOB_STATE_SUCCEEDED } = JobState;

/**
 * Messages that the streams and buckets take and nobody means.
 * @param jobId of a job that has ended @param running of one that runs, under its epoch 1
 */
export function garbage(jobId: string, running: string): Garbage[] {
  const of = (subject: string, what: string, payload: Uint8Array = random) => ({ subject, payload, what }); // prettier-ignore
  const key = (id: string) => `$KV.jobs.compression.${id}`;
  const name = (id: string) => `$KV.models.compression.${id}`;
  return [
    of(`events.compression.${jobId}.progress`, 'an event that is none'),
    of(`events.compression.${jobId}.log`, 'an empty event', Buffer.alloc(0)),
    of(`events.compression.${running}.progress`, 'an event that is none, of a running job'),
    of(`events.compression.${running}.state.1.SUCCEEDED`, 'a state that is none'),
    of(`events.compression.${running}.preview`, 'a large event', huge),
    of('events.nobody', 'an event of nothing'),
    of('work.compression.cpu.0123abc', 'a token without a job'),
    of('work.compression.cpu.NOT-AN-ID', 'a token of what is no id'),
    of('work.compression.cpu.huge', 'a large token', huge),
    of('work.compression.gpu.0123abd', 'a token for a pool that nobody serves'),
    of('work.nowhere.cpu.0123abc', 'a token of no area'),
    of(`work.compression.gpu.${running}`, 'a second token of a running job'),
    of(`hold.${running}.1`, 'a question that is none'),
    of(`hold.${running}.1`, 'a question about a token of nobody', Buffer.from('$JS.ACK.a')),
    of(`hold.${running}.1`, 'a question with a command in it', Buffer.from('$JS.ACK.a 5\r\nPUB x')),
    of(`hold.${running}.1`, 'a large question', huge),
    of(key('undecodable'), 'a record that is none'),
    of(key('hugerecord'), 'a large record that is none', huge),
    of(key('emptyrecord'), 'a record of nothing', Buffer.from([0x58, 0])),
    of(key('otherid'), 'a record under the key of another', record({ id: running, epoch: 7 })),
    of(key('wrongid'), 'a record whose id is none', record({ id: 'NOT AN ID.>' })),
    of(key('pathid'), 'a record whose id is a path', record({ id: '../../../outside', state: JOB_STATE_SUCCEEDED })), // prettier-ignore
    of(key('wrongarea'), 'a record of another area', record({ id: 'wrongarea', area: 'diagnosis' })), // prettier-ignore
    of(key('a.b.c'), 'a record under a longer key', record({ id: 'c' })),
    of(key('UPPER'), 'a record under a key that is no id', record({ id: 'UPPER' })),
    of(key('unknownstate'), 'a state of the future', later(record({ id: 'unknownstate', state: JobState.UNRECOGNIZED }))), // prettier-ignore
    of('work.compression.cpu.unknownstate', 'and its token'),
    of(key('later'), 'a record of the future', later(record({ id: 'later', state: JOB_STATE_SUCCEEDED }))), // prettier-ignore
    of(key('forsaken'), 'a running job without spec', record({ id: 'forsaken', state: JOB_STATE_RUNNING, epoch: 1, worker: 'gone-1-a' })), // prettier-ignore
    of('work.compression.cpu.undecodable', 'a token of a record that is none'),
    of(name('undecodable'), 'a model that is none'),
    of(name('huge'), 'a large model that is none', huge),
    of(name('served2'), 'a model under the name of another', model({ name: 'other' })),
    of(name('later'), 'a model of the future', later(model({ name: 'later' }))),
    of(name('nosignature'), 'a version without anything', model({ name: 'nosignature', versions: [{ version: 1 } as never] })), // prettier-ignore
    of(name('UPPER.x'), 'a model whose name is none', model({ name: 'UPPER.x' })),
  ];
}
