import type { JsonValue } from '@bufbuild/protobuf';
import { renderDiagnoser } from './render-diagnoser.js';
import { renderLayers } from './render-layers.js';
import { renderPlan } from './render-plan.js';

/** How responses are shown to people, by the full name of their message; JSON where there is none. */
export const renderers: Readonly<Record<string, (response: JsonValue) => string>> = {
  'polymath.compression.v1.ListLayersResponse': renderLayers,
  'polymath.compression.v1.PlanCompressionResponse': renderPlan,
  'polymath.diagnosis.v1.DescribeDiagnoserResponse': renderDiagnoser,
};
