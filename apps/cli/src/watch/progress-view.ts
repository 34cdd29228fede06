import { LogLine_Level, type JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { SingleBar } from 'cli-progress';
import type { Terminal } from '../output/terminal.js';
import { advance, barLine, noProgress, plainLine, type JobProgress } from './progress.js';

/** Shows how a job goes on. */
export interface ProgressView {
  readonly event: (event: JobEvent) => void;
  /** Writes a line between the progress. */
  readonly note: (text: string) => void;
  readonly close: () => void;
}

const plainIntervalMs = 10_000;

/** How much is shown. */
export interface ProgressStyle {
  /** One bar for all phases, and of remarks warnings alone: for jobs of many short phases. */
  readonly brief?: boolean;
}

/** Bars that move on a terminal, a line now and then elsewhere. */
export function progressView(terminal: Terminal, style: ProgressStyle = {}): ProgressView {
  return terminal.bars ? barView(terminal, terminal.bars, style) : plainView(terminal, style);
}

function plainView(terminal: Terminal, { brief = false }: ProgressStyle): ProgressView {
  let progress = noProgress;
  let lastMs = -Infinity;
  return {
    event: (event) => {
      const before = progress;
      progress = advance(progress, event);
      const remark = remarkOf(event, brief);
      if (remark) terminal.note(remark);
      if (event.event?.$case !== 'progress') return;
      const isNews =
        !brief && (progress.phase !== before.phase || progress.step === progress.steps);
      if (!isNews && performance.now() - lastMs < plainIntervalMs) return;
      lastMs = performance.now();
      terminal.note(plainLine(progress));
    },
    note: (text) => terminal.note(text),
    close: () => undefined,
  };
}

function barView(
  terminal: Terminal,
  stream: NodeJS.WriteStream,
  { brief = false }: ProgressStyle,
): ProgressView {
  let progress = noProgress;
  let heardMs = performance.now();
  let bar: SingleBar | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  const draw = () => {
    // Between two events time goes on.
    const aged = { ...progress, nowMs: progress.nowMs + performance.now() - heardMs };
    return barLine(bar ? aged : progress, terminal.columns);
  };
  const note = (text: string) => {
    stop();
    terminal.note(text);
  };
  return {
    event: (event) => {
      const before = progress;
      const next = advance(progress, event);
      // A job that has ended has no phase: the bar of all of them stays as it was.
      if (brief ? next.phase === '' : isOtherBar(before, next)) stop();
      [progress, heardMs] = [next, performance.now()];
      const remark = remarkOf(event, brief);
      if (remark) note(remark);
      if (event.event?.$case !== 'progress') return;
      bar ??= startBar(stream, draw);
      bar.update(progress.step);
    },
    note,
    close: stop,
  };
}

function isOtherBar(before: JobProgress, next: JobProgress): boolean {
  return before.phase !== '' && (before.phase !== next.phase || before.steps !== next.steps);
}

function startBar(stream: NodeJS.WriteStream, draw: () => string): SingleBar {
  const bar = new SingleBar({
    ...{ stream, format: draw, fps: 4, hideCursor: true, linewrap: null, gracefulExit: false },
  });
  bar.start(1, 0);
  return bar;
}

/** What an event says beside progress. */
function remarkOf({ event }: JobEvent, brief: boolean): string | undefined {
  if (event?.$case !== 'log') return undefined;
  const isWarning = event.value.level === LogLine_Level.LEVEL_WARNING;
  if (brief && !isWarning) return undefined;
  return `  ${isWarning ? 'warning: ' : ''}${event.value.text}`;
}
