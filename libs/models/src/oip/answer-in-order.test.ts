import { describe, expect, it } from 'vitest';
import { answerInOrder } from './answer-in-order.js';

/** Answers that come when they are told to. */
function held() {
  const begun: number[] = [];
  const waiting = new Map<
    number,
    { resolve: (value: number) => void; reject: (error: Error) => void }
  >();
  const answer = (request: number) => {
    begun.push(request);
    return new Promise<number>((resolve, reject) => waiting.set(request, { resolve, reject }));
  };
  return {
    ...{ begun, answer },
    go: (request: number) => waiting.get(request)!.resolve(10 * request),
    fail: (request: number) => waiting.get(request)!.reject(new Error(`no ${request}`)),
  };
}

async function* numbers(count: number, error?: Error) {
  for (let i = 1; i <= count; i++) yield i;
  if (error) throw error;
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('answerInOrder', () => {
  it('computes at once and answers in order', async () => {
    const { begun, answer, go } = held();
    const answers = answerInOrder(numbers(3), answer, 8);
    const first = answers.next();
    await turns();
    expect(begun).toEqual([1, 2, 3]);
    for (const request of [3, 2, 1]) go(request);
    const rest = [];
    for await (const value of answers) rest.push(value);
    expect([(await first).value, ...rest]).toEqual([10, 20, 30]);
  });

  it('reads no more than it may before the first answer is taken', async () => {
    const { begun, answer, go } = held();
    const answers = answerInOrder(numbers(9), answer, 2);
    const first = answers.next();
    await turns();
    expect(begun).toEqual([1, 2]);
    go(1);
    await first;
    await turns();
    expect(begun).toEqual([1, 2]);
    const second = answers.next();
    await turns();
    expect(begun).toEqual([1, 2, 3]);
    go(2);
    await second;
  });

  it('answers what came before its requests broke off, then throws that error', async () => {
    const { answer, go } = held();
    const answers = answerInOrder(numbers(1, new Error('gone')), answer, 2);
    const first = answers.next();
    await turns();
    go(1);
    expect((await first).value).toBe(10);
    await expect(answers.next()).rejects.toThrow('gone');
  });

  it('throws the error of an answer when it is its turn', async () => {
    const { answer, go, fail } = held();
    const answers = answerInOrder(numbers(2), answer, 2);
    const first = answers.next();
    await turns();
    fail(2);
    await turns();
    go(1);
    expect((await first).value).toBe(10);
    await expect(answers.next()).rejects.toThrow('no 2');
  });

  it('reads no further when nobody wants more answers', async () => {
    const { begun, answer, go } = held();
    const answers = answerInOrder(numbers(9), answer, 2);
    const first = answers.next();
    await turns();
    go(1);
    await first;
    await answers.return(undefined);
    await turns();
    expect(begun).toEqual([1, 2]);
  });
});
