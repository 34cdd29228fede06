import { EventEmitter, once } from 'node:events';
import { Metadata } from '@grpc/grpc-js';
import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { OpenCalls, type IncomingCall } from './open-calls.js';

/** A call whose client gave a deadline, or none. */
function incoming(deadline: Date | number = Infinity): IncomingCall & EventEmitter {
  const getPath = () => '/a/B';
  return Object.assign(new EventEmitter(), {
    metadata: new Metadata(),
    getDeadline: () => deadline,
    getPath,
  });
}

describe('OpenCalls', () => {
  it('ends a call without a deadline when the usual time has passed', async () => {
    const call = new OpenCalls().begin(incoming(), 10, false);
    await once(call.signal, 'abort');
    expect(call.signal.reason).toMatchObject({ kind: 'deadline-exceeded' });
    call.finish();
  });

  it('tells the handler the deadline that the client gave', () => {
    const deadline = new Date(Date.now() + 60_000);
    const call = new OpenCalls().begin(incoming(deadline), 10, false);
    expect(call.deadline).toEqual(deadline);
    call.finish();
  });

  it('aborts nothing after the answer', () => {
    const client = incoming();
    const call = new OpenCalls().begin(client, undefined, false);
    call.finish();
    client.emit('cancelled');
    expect(call.aborted).toBe(false);
    expect(call.signal.aborted).toBe(false);
  });

  it('can end streams alone', () => {
    const calls = new OpenCalls();
    const stream = calls.begin(incoming(), undefined, true);
    const unary = calls.begin(incoming(), undefined, false);
    calls.abort('streams', new PolymathError('unavailable', 'closing'));
    expect(stream.aborted).toBe(true);
    expect(unary.aborted).toBe(false);
  });

  it('has a signal that says the same, whether it was asked for before or after', () => {
    const call = new OpenCalls().begin(incoming(), undefined, false);
    const before = call.signal;
    const reason = new PolymathError('cancelled', 'gone');
    call.abort(reason);
    expect(before).toBe(call.signal);
    expect(before.reason).toBe(reason);
    const other = new OpenCalls().begin(incoming(), undefined, false);
    other.abort(reason);
    expect(other.signal.reason).toBe(reason);
  });

  it('gives up on work as soon as it is aborted', async () => {
    const call = new OpenCalls().begin(incoming(), undefined, false);
    const answer = call.unlessAborted(() => new Promise(() => undefined));
    const reason = new PolymathError('cancelled', 'gone');
    call.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await expect(call.unlessAborted(async () => 1)).rejects.toBe(reason);
  });
});
