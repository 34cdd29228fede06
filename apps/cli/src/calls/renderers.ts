import type { JsonValue } from '@bufbuild/protobuf';
import { renderPlan } from './render-plan.js';

/** How responses are shown to people, by the full name of their message; JSON where there is none. */
export const renderers: Readonly<Record<string, (response: JsonValue) => string>> = {
  'polymath.compression.v1.PlanCompressionResponse': renderPlan,
};
