import { PolymathError } from '@polymath/errors';
import { tensor, type Tensor } from '@polymath/tensor';
import { checkedPlace, imageSize, type LabelledImages } from './labelled-images.js';

/** Mean and standard deviation of each channel, of pixels from 0 to 1. */
export interface Normalization {
  mean: readonly number[];
  standardDeviation: readonly number[];
}

/**
 * The images at the given places, normalised: (pixel / 255 - mean) / standard deviation, in single precision as torchvision.
 * @param places 0 to count - 1; all images in their order unless given
 * @returns [places, height, width, channels]
 * @throws invalid-input when there is no image at a place, or a channel lacks its mean or deviation
 */
export function imageTensor(
  data: LabelledImages,
  normalization: Normalization,
  places: ArrayLike<number> = allPlaces(data),
): Tensor {
  const { images, height, width, channels } = data;
  const tables = tablesOf(normalization, channels);
  const size = imageSize(data);
  const values = new Float32Array(places.length * size);
  for (let i = 0; i < places.length; i++) {
    const from = checkedPlace(data, places[i]!) * size;
    const to = i * size;
    for (let channel = 0; channel < channels; channel++) {
      const table = tables[channel]!;
      for (let pixel = channel; pixel < size; pixel += channels) {
        values[to + pixel] = table[images[from + pixel]!]!;
      }
    }
  }
  return tensor(values, [places.length, height, width, channels]);
}

/**
 * The classes of the images at the given places; all unless given.
 * @returns int32 [places]
 */
export function labelTensor(
  data: LabelledImages,
  places: ArrayLike<number> = allPlaces(data),
): Tensor {
  return tensor(Int32Array.from(places, (place) => data.labels[checkedPlace(data, place)]!));
}

const allPlaces = ({ count }: LabelledImages): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => i);

/** The normalised value of each of the 256 pixel values, by channel. */
function tablesOf({ mean, standardDeviation }: Normalization, channels: number): Float32Array[] {
  if (mean.length !== channels || standardDeviation.length !== channels) {
    throw new PolymathError(
      'invalid-input',
      `expected mean and standard deviation of ${channels} channels, got ${mean.length} and ${standardDeviation.length}`,
    );
  }
  const { fround } = Math;
  return mean.map((m, channel) =>
    Float32Array.from({ length: 256 }, (_, pixel) => {
      const centred = fround(fround(pixel / 255) - fround(m));
      return centred / fround(standardDeviation[channel]!);
    }),
  );
}
