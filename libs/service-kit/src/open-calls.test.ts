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
    const { context, finish } = new OpenCalls().begin(incoming(), 10, false);
    await once(context.signal, 'abort');
    expect(context.signal.reason).toMatchObject({ kind: 'deadline-exceeded' });
    finish();
  });

  it('tells the handler the deadline that the client gave', () => {
    const deadline = new Date(Date.now() + 60_000);
    const { context, finish } = new OpenCalls().begin(incoming(deadline), 10, false);
    expect(context.deadline).toEqual(deadline);
    finish();
  });

  it('aborts nothing after the answer', () => {
    const call = incoming();
    const { context, finish } = new OpenCalls().begin(call, undefined, false);
    finish();
    call.emit('cancelled');
    expect(context.signal.aborted).toBe(false);
  });

  it('can end streams alone', () => {
    const calls = new OpenCalls();
    const stream = calls.begin(incoming(), undefined, true);
    const unary = calls.begin(incoming(), undefined, false);
    calls.abort('streams', new PolymathError('unavailable', 'closing'));
    expect(stream.context.signal.aborted).toBe(true);
    expect(unary.context.signal.aborted).toBe(false);
  });
});
