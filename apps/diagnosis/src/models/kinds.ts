/** Names the condition of windows: what `TrainDiagnoser` makes. */
export const diagnoser = 'diagnoser';

/** The kinds of model that this area serves. */
export const modelKinds: readonly string[] = [diagnoser];
