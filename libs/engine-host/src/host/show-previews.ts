import type { ArtifactStore } from '@polymath/artifacts';
import { PolymathError } from '@polymath/errors';
import type { JobHolder } from '@polymath/jobs';
import type { Picture } from '@polymath/tensor';
import { toPng } from '../png.js';

/** Stores the pictures of a job as PNG artifacts and announces them, one after the other beside the training. */
export function showPreviews(holder: JobHolder, store: ArtifactStore) {
  let tail = Promise.resolve();
  const show = async (picture: Picture) => {
    const { title } = picture;
    const name = `${title.replaceAll(/[^\w.-]+/g, '-')}.png`;
    const image = await store.put(await toPng(picture), { name, mediaType: 'image/png' });
    holder.preview({ title, image });
  };
  return {
    add(picture: Picture): void {
      tail = tail
        .then(() => show(picture))
        .catch((error: unknown) => {
          const { message } = PolymathError.from(error);
          holder.log('warning', `no preview "${picture.title}": ${message}`);
        });
    },
    settle: () => tail,
  };
}
