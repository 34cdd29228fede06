import { PolymathError } from '@polymath/errors';

/** Whether a job has been told to stop, and how. */
export class StopRequest {
  private readonly controller = new AbortController();
  private how: 'save' | 'abort' | undefined;

  /** Aborted when the training must not finish its step. */
  readonly signal: AbortSignal = this.controller.signal;

  /** `save`: at the next report, with a last checkpoint; `abort`: as soon as the training looks. */
  get wanted(): 'save' | 'abort' | undefined {
    return this.how;
  }

  /** Asks for the stop; a later request to abort overrules one to save. */
  request(save: boolean): void {
    if (this.how === 'abort') return;
    this.how = save ? 'save' : 'abort';
    if (!save) this.controller.abort(new PolymathError('cancelled', 'the job was stopped'));
  }
}
