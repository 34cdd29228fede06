import { concat, randomStream, tidy, type Network, type Picture } from '@polymath/tensor';
import { imageGrid } from './image-grid.js';
import { oneHotRows, sampleGenerator } from './sample.js';

/** What a preview shows. */
export interface PreviewOptions {
  title: string;
  classes: number;
  /** Images of each class. */
  columns: number;
  seed: number;
}

/** A grid of what a generator makes, one row a class, the same noise in every row. */
export function generatorPreview(generator: Network, options: PreviewOptions): Picture {
  const { title, classes, columns, seed } = options;
  return tidy(() => {
    const length = (generator.graph.input.shape[0] ?? 0) - classes;
    const row = randomStream(seed, 'preview').normal([columns, length]);
    const noise = concat(new Array(classes).fill(row), 0); // [classes · columns, noise]
    const labels = Int32Array.from({ length: classes * columns }, (_, i) =>
      Math.floor(i / columns),
    );
    const images = sampleGenerator(generator, noise, oneHotRows(labels, classes));
    return imageGrid(title, images, columns);
  });
}
