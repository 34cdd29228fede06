/** Names the condition of windows: what `TrainDiagnoser` makes. */
export const diagnoser = 'diagnoser';

/** What a machine is like while it is healthy: what `LearnBaseline` makes. */
export const baselineKind = 'baseline';

/** The kinds of model that this area serves. */
export const modelKinds: readonly string[] = [diagnoser, baselineKind];

/** A diagnoser's file as streams ask it; no version has this kind. */
export const liveDiagnoser = 'live-diagnoser';
