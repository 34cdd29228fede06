/** A network that gives logits: what `TrainClassifier` and `CompressClassifier` make. */
export const classifier = 'classifier';

/** The kinds of model that this area serves. */
export const modelKinds: readonly string[] = [classifier];
