import type { Picture } from '@polymath/tensor';
import sharp from 'sharp';

/** A picture as a PNG file. */
export async function toPng({ width, height, channels, pixels }: Picture): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels } }).png().toBuffer();
}
