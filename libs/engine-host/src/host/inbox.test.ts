import { describe, expect, it } from 'vitest';
import { Inbox } from './inbox.js';

describe('Inbox', () => {
  it('gives messages in order, those that wait and those that come', async () => {
    const inbox = new Inbox<string>();
    inbox.push('a');
    inbox.push('b');
    expect([await inbox.take(1), await inbox.take(1)]).toEqual(['a', 'b']);
    const taking = inbox.take(60_000);
    inbox.push('c');
    expect(await taking).toBe('c');
  });

  it('says when nothing comes in time', async () => {
    expect(await new Inbox().take(1)).toBeUndefined();
  });

  it('gives what came before it was closed, then the reason', async () => {
    const inbox = new Inbox<string>();
    inbox.push('a');
    inbox.close(new Error('gone'));
    expect(await inbox.take(1)).toBe('a');
    await expect(inbox.take(1)).rejects.toThrow('gone');
  });

  it('wakes who waits when it is closed', async () => {
    const inbox = new Inbox<string>();
    const taking = inbox.take(60_000);
    inbox.close(new Error('gone'));
    await expect(taking).rejects.toThrow('gone');
  });
});
