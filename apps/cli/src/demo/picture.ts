import sharp from 'sharp';

const gap = 8;

/** Pictures of one height beside each other, as PNG; each pixel becomes two by two. */
export async function besideEachOther(pictures: readonly Uint8Array[]): Promise<Buffer> {
  const enlarged = await Promise.all(pictures.map((png) => enlarge(Buffer.from(png))));
  const width = enlarged.reduce((sum, { info }) => sum + info.width + gap, -gap);
  const height = Math.max(...enlarged.map(({ info }) => info.height));
  let left = 0;
  const composite = enlarged.map(({ data, info }) => {
    const place = { input: data, left, top: 0 };
    left += info.width + gap;
    return place;
  });
  const background = { width, height, channels: 3 as const, background: '#ffffff' };
  return sharp({ create: background }).composite(composite).png().toBuffer();
}

async function enlarge(png: Buffer) {
  const { width } = await sharp(png).metadata();
  const picture = sharp(png).resize({ width: width * 2, kernel: 'nearest' });
  return picture.png().toBuffer({ resolveWithObject: true });
}
