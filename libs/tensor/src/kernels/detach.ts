import { run } from '../native/run.js';
import type { Tensor } from '../tensor.js';

/** The same value without its history: no gradient flows through. */
export const detach = (x: Tensor): Tensor => run('Identity', [x]);
