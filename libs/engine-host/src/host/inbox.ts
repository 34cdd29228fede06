/** Messages that wait to be taken, in order; closed by an error. */
export class Inbox<Message> {
  private readonly waiting: Message[] = [];
  private closed: { reason: Error } | undefined;
  private wake: (() => void) | undefined;

  push(message: Message): void {
    this.waiting.push(message);
    this.wake?.();
  }

  /** After the messages that wait, every taker gets this error. */
  close(reason: Error): void {
    this.closed ??= { reason };
    this.wake?.();
  }

  /**
   * The next message.
   * @returns undefined when none comes in time
   * @throws the reason of closing
   */
  async take(timeoutMs: number): Promise<Message | undefined> {
    if (this.waiting.length === 0 && !this.closed) await this.change(timeoutMs);
    const message = this.waiting.shift();
    if (message === undefined && this.closed) throw this.closed.reason;
    return message;
  }

  private async change(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }
}
