import { writeFileSync } from 'node:fs';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobFiles, JobOutcome, JobProgram } from '@polymath/engine-host';
import { reportPage, type Cell, type Report, type Section, type Table } from '@polymath/plots';
import type { Training } from '@polymath/tensor';
import { curveSection, wordsOf } from './curve-section.js';
import { settingRows } from './setting-rows.js';
import { withHistory, type PhaseCurve } from './with-history.js';

/** What a job tells of its result, beside what is told of every job. */
export interface JobReport {
  title: string;
  /** What came out, in one sentence. */
  sentence: string;
  /** The request with its defaults filled in. */
  settings: object;
  /** How much of what was learned from or measured on, e.g. `training images`. */
  counts?: Readonly<Record<string, number>>;
  /** What a reader of the curves must know, a sentence; `none` where nothing was trained and so nothing has a course. */
  curves?: { note: string } | 'none';
  /** What comes before curves, settings and data. */
  sections?: readonly Section[];
}

/** The figures of a finished job, and what its page says. */
export interface ReportedOutcome extends JobOutcome {
  report: JobReport;
}

/** A kind of job that leaves a page. */
export interface ReportedProgram<Spec> extends Omit<JobProgram<Spec>, 'open'> {
  open(spec: Spec, files: JobFiles): ReportedJob | Promise<ReportedJob>;
}

/** A job that is ready to run. */
export interface ReportedJob {
  training: Training;
  finish(): ReportedOutcome | Promise<ReportedOutcome>;
}

/**
 * A kind of job with one more output, `report.html`: what the job tells, the curves of all that its training has reported, across
 * checkpoints too, all its figures, the settings and the data.
 */
export function withReport<Spec>(program: ReportedProgram<Spec>): JobProgram<Spec> {
  return {
    ...program,
    open: async (spec, files) => {
      const job = await program.open(spec, files);
      const training = withHistory(job.training);
      return {
        training,
        finish: async () => {
          const { metrics, report } = await job.finish();
          const parts = { metrics, inputs: program.inputs(spec), curves: training.curves };
          const page = await reportPage(pageOf(report, parts));
          writeFileSync(files.output('report.html', 'text/html'), page);
          return { metrics };
        },
      };
    },
  };
}

/** More files than these are named in the request alone. */
const mostFiles = 100;

interface Parts {
  metrics: JobOutcome['metrics'];
  inputs: readonly Artifact[];
  curves: readonly PhaseCurve[];
}

function pageOf(
  { title, sentence, settings, counts = {}, sections = [], curves: about }: JobReport,
  { metrics, inputs, curves }: Parts,
): Report {
  const training = about === 'none' ? undefined : curveSection(curves, about?.note);
  const table = (columns: string[], rows: Table['rows']): Table => ({ kind: 'table', columns, rows }); // prettier-ignore
  const figures = Object.entries(metrics).map(
    ([name, value]) => [figureName(name), figureCell(name, value)] as const,
  );
  const sizes = Object.entries(counts);
  const files = uniqueOf(inputs);
  return {
    ...{ title, sentence },
    sections: [
      ...sections,
      ...(training ? [training] : []),
      ...(figures.length > 0 ? [{ title: 'All figures', blocks: [table(['figure', 'value'], figures)] }] : []),
      { title: 'Settings', blocks: [table(['setting', 'value'], settingRows(settings))] },
      {
        title: 'Data',
        blocks: [
          ...(sizes.length > 0 ? [table(['what', 'count'], sizes)] : []),
          ...(files.length > mostFiles ? [{ kind: 'text' as const, text: `The first ${mostFiles} of ${files.length} files:` }] : []),
          table(['file', 'bytes', 'SHA-256'], files.slice(0, mostFiles).map(({ name, sizeBytes, sha256 }) => [name, Number(sizeBytes), sha256])),
        ],
      },
    ],
  }; // prettier-ignore
}

const uniqueOf = (artifacts: readonly Artifact[]): Artifact[] => [
  ...new Map(artifacts.map((artifact) => [artifact.sha256, artifact])).values(),
];

/** Whether a figure was measured with a clock. */
const isTime = (name: string): boolean => /seconds/i.test(name);

/** Whether a figure is a share of all, from 0 to 1. */
const isShare = (name: string): boolean =>
  /accuracy|recall|probability|unknown(Detected)?$/i.test(name);

/** `secondsPerImage` as `time per image`: the unit stands with the value. */
const figureName = (name: string): string =>
  wordsOf(name).replace('seconds per', 'time per').replace('.', ', ');

function figureCell(name: string, value: number): Cell {
  if (isTime(name)) return { measured: timeText(value) };
  return isShare(name) ? `${(100 * value).toFixed(1)} %` : value;
}

/** A time in a unit in which it has digits before the point. */
export function timeText(seconds: number): string {
  const units = [['s', 1], ['ms', 1e3], ['µs', 1e6]] as const; // prettier-ignore
  const [unit, factor] = units.find(([, times]) => seconds * times >= 1) ?? units[2];
  return `${Number((seconds * factor).toPrecision(3))} ${unit}`;
}
