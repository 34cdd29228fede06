import sharp from 'sharp';

/** Pixels for each pixel of the SVG. */
const scale = 2;

/** An SVG of {@link drawPlot}, of the theme `light` or `dark`, as a PNG file. Its text is in a font of this machine. */
export async function toPng(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: 72 * scale })
    .png()
    .toBuffer();
}
