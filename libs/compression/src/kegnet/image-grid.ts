import { floatsOf, type Picture, type Tensor } from '@polymath/tensor';

const gap = 2;
const paper = 255;

/**
 * Lays images side by side, row after row, each stretched to the full range of greys.
 * @param images [count, height, width, 1 or 3]
 * @param columns images in a row
 */
export function imageGrid(title: string, images: Tensor, columns: number): Picture {
  const [count = 0, height = 0, width = 0, depth = 1] = images.shape;
  const channels = depth === 3 ? 3 : 1;
  const rows = Math.ceil(count / columns);
  const gridWidth = columns * (width + gap) + gap;
  const gridHeight = rows * (height + gap) + gap;
  const pixels = new Uint8Array(gridWidth * gridHeight * channels).fill(paper);
  const values = floatsOf(images);
  const size = height * width * depth;
  for (let i = 0; i < count; i++) {
    const image = stretch(values.subarray(i * size, (i + 1) * size));
    const top = gap + Math.floor(i / columns) * (height + gap);
    const left = gap + (i % columns) * (width + gap);
    for (let y = 0; y < height; y++) {
      const row = image.subarray(y * width * channels, (y + 1) * width * channels);
      pixels.set(row, ((top + y) * gridWidth + left) * channels);
    }
  }
  return { title, width: gridWidth, height: gridHeight, channels, pixels };
}

function stretch(values: Float32Array): Uint8Array {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const scale = high > low ? 255 / (high - low) : 0;
  return Uint8Array.from(values, (value) => Math.round((value - low) * scale));
}
