import type { JobReport } from '@polymath/area/report';
import type { LabelledSource } from '@polymath/compression';
import { EvaluateClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import type { Network } from '@polymath/tensor';
import { comparisonTable } from './comparison-table.js';
import { confusionSection } from './confusion-section.js';
import { countText, percent } from './percent.js';

/** What a classifier is worth. */
export function evaluateClassifierReport(
  spec: EvaluateClassifierRequest,
  network: Network,
  source: LabelledSource,
  { accuracy, secondsPerImage }: { accuracy: number; secondsPerImage: number },
): JobReport {
  const measured = { name: 'classifier', network, accuracy, secondsPerInput: secondsPerImage };
  return {
    title: 'A classifier, measured',
    sentence: `It puts ${percent(accuracy)} of ${countText(source.count)} examples into their class.`,
    settings: EvaluateClassifierRequest.toJSON(spec) as object,
    counts: { examples: source.count },
    curves: 'none',
    sections: [
      { title: 'Figures', blocks: [comparisonTable([measured])] },
      confusionSection(network, source, 'all examples'),
    ],
  };
}
