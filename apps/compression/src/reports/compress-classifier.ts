import { timeText, type Block, type Cell, type JobReport } from '@polymath/area/report';
import type { LabelledSource } from '@polymath/compression';
import { CompressClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import type { CompressionPlan, LayerPlan } from '@polymath/contracts/polymath/compression/v1/plan';
import { countParameters, type Network } from '@polymath/tensor';
import { fineTuningSettings } from '../inputs/fine-tuning-settings.js';
import { comparisonTable } from './comparison-table.js';
import { confusionSection } from './confusion-section.js';
import { countText, percent } from './percent.js';

/** What came out of a compression. */
export interface Compressed {
  teacher: Network;
  student: Network;
  plan: CompressionPlan;
  test: LabelledSource | undefined;
  metrics: Readonly<Record<string, number>>;
}

/** A student beside its teacher, and what became of each layer. */
export function compressClassifierReport(
  spec: CompressClassifierRequest,
  { teacher, student, plan, test, metrics }: Compressed,
): JobReport {
  const { accuracy, teacherAccuracy, secondsPerImage, teacherSecondsPerImage } = metrics;
  const [before, after] = [teacher, student].map(countParameters) as [number, number];
  const table = comparisonTable([
    { name: 'teacher', network: teacher, accuracy: teacherAccuracy, secondsPerInput: teacherSecondsPerImage },
    { name: 'student', network: student, accuracy, secondsPerInput: secondsPerImage },
  ]); // prettier-ignore
  const judged = test ? ` It puts ${percent(accuracy!)} of ${countText(test.count)} test examples into their class, its teacher ${percent(teacherAccuracy!)}.` : ''; // prettier-ignore
  const settings = CompressClassifierRequest.toJSON(spec) as { fineTuning?: object };
  return {
    title: 'A compressed classifier',
    sentence: `The student has ${countText(after)} parameters, ${(before / after).toFixed(2)} times fewer than its teacher.${judged}`,
    settings: { ...settings, ...(spec.fineTuning && { fineTuning: { ...settings.fineTuning, ...fineTuningSettings(spec.fineTuning) } }), seed: Number(spec.seed) },
    counts: test ? { 'test examples, which chose nothing': test.count } : {},
    sections: [
      { title: 'Teacher and student', blocks: [table] },
      { title: 'Layers', blocks: [layerTable(plan.layers)] },
      ...(test ? [confusionSection(student, test, 'test examples and the student')] : []),
    ],
  }; // prettier-ignore
}

function layerTable(layers: readonly LayerPlan[]): Block {
  const isTimed = layers.some(({ latency }) => latency);
  const rows = layers.map((layer): Cell[] => {
    const { ranks, original, compressed, relativeError, latency } = layer;
    return [
      ...[layer.layer, layer.kind, ranks?.output ? `${ranks.input}, ${ranks.output}` : String(ranks?.input ?? '')],
      ...[Number(original?.parameters ?? 0), Number(compressed?.parameters ?? 0)],
      ...[Number(original?.multiplyAdds ?? 0), Number(compressed?.multiplyAdds ?? 0), relativeError],
      ...(isTimed ? [latency ? { measured: `${timeText(latency.originalSecondsPerInput)}, ${timeText(latency.compressedSecondsPerInput)}${latency.mergedBack ? ': taken back' : ''}` } : ''] : []),
    ];
  }); // prettier-ignore
  const time = isTimed ? ['time before, after'] : [];
  const columns = ['layer', 'kind', 'ranks', 'parameters', 'after', 'multiply-adds', 'after', 'relative error', ...time]; // prettier-ignore
  return { kind: 'table', columns, rows };
}
