// One process of `bench:low-rank`. Argument: the file that it writes the kernel to. Prints one JSON line.
import { writeFileSync } from 'node:fs';
import { evbmf, spectraOf, tucker2, type Kernel } from '@polymath/compression';
import { encodeSafetensors } from '@polymath/tensor';
import { noisyKernel } from './noisy-kernel.js';

const runs = 3;
const [file = ''] = process.argv.slice(2);
const kernel = noisyKernel({ channels: 512, size: 3, rank: 100 });
writeFileSync(
  file,
  encodeSafetensors(new Map([['kernel', { dtype: 'float64', ...data(kernel) }]])),
);

let milliseconds = Infinity;
let found = decompose(); // warms up
for (let run = 0; run < runs; run++) {
  const start = performance.now();
  found = decompose();
  milliseconds = Math.min(milliseconds, performance.now() - start);
}
const ranks = [found.ranks.in, found.ranks.out];
console.log(JSON.stringify({ milliseconds, ranks, error: found.tucker.errors.at(-1) }));

function decompose() {
  const spectra = spectraOf(kernel);
  const rankOf = (side: 'in' | 'out') => {
    const { values, rows, columns } = spectra[side];
    return evbmf(values, rows, columns).rank;
  };
  const ranks = { in: rankOf('in'), out: rankOf('out') };
  return { ranks, tucker: tucker2(kernel, ranks, { spectra }) };
}

function data({ shape, values }: Kernel) {
  return { shape, data: Float64Array.from(values) };
}
