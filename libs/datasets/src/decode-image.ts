import { PolymathError } from '@polymath/errors';
import sharp from 'sharp';

/** 8-bit pixels of one image, row-major, channels innermost. */
export interface DecodedImage {
  pixels: Uint8Array;
  height: number;
  width: number;
  channels: 1 | 3;
}

const mostPixels = 2 ** 26;

/**
 * Decodes a PNG or JPEG file. Transparency is dropped, not blended; grey is Rec. 601's luma, as Pillow's `convert` makes it.
 * @param path for the message
 * @throws corrupt-data when the file is broken or of another kind
 */
export async function decodeImage(
  path: string,
  content: Uint8Array,
  channels: 1 | 3,
): Promise<DecodedImage> {
  try {
    const image = sharp(content, { failOn: 'truncated', limitInputPixels: mostPixels });
    const rgb = image.toColourspace('srgb').removeAlpha().raw();
    const { data, info } = await rgb.toBuffer({ resolveWithObject: true });
    const { height, width } = info;
    const pixels = withChannels(new Uint8Array(data), info.channels, channels);
    return { pixels, height, width, channels };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PolymathError('corrupt-data', `${path}: cannot decode the image: ${reason}`, {
      cause,
    });
  }
}

function withChannels(pixels: Uint8Array, from: number, to: 1 | 3): Uint8Array {
  if (from === to) return pixels;
  if (from === 1)
    return Uint8Array.from({ length: pixels.length * 3 }, (_, i) => pixels[Math.floor(i / 3)]!);
  return Uint8Array.from({ length: pixels.length / 3 }, (_, i) => lumaAt(pixels, i * 3));
}

/** Rec. 601 in multiples of 2^-16, rounded, as Pillow. */
const lumaAt = (rgb: Uint8Array, i: number): number =>
  (rgb[i]! * 19595 + rgb[i + 1]! * 38470 + rgb[i + 2]! * 7471 + 0x8000) >> 16;
