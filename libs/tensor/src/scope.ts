import { PolymathError } from '@polymath/errors';
import { binding } from './native/binding.js';
import type { Tensor } from './tensor.js';

// The tensors made since the innermost `tidy` began; undefined outside of any.
let live: Tensor[] | undefined;
const forever = new WeakSet<Tensor>();

/** Hands a new tensor to the innermost {@link tidy}, which frees it at its end. */
export function track(t: Tensor): Tensor {
  live?.push(t);
  return t;
}

/**
 * Runs `f` and frees every tensor made in it but those in its result: a tensor, or an array, map or plain object of them.
 * @throws internal when `f` is asynchronous: tensors made after its first await would leak
 */
export function tidy<Result>(f: () => Result): Result {
  const outer = live;
  const made: Tensor[] = (live = []);
  let results = new Set<Tensor>();
  try {
    const result = f();
    if (result instanceof Promise) {
      throw new PolymathError(
        'internal',
        'tidy takes a synchronous function, got an asynchronous one',
      );
    }
    results = tensorsIn(result);
    return result;
  } finally {
    live = outer;
    for (const t of made) {
      if (forever.has(t)) continue;
      if (results.has(t)) track(t);
      else t.dispose();
    }
  }
}

/** Takes a tensor out of the scopes around it: it lives until it is disposed. */
export function keep(t: Tensor): Tensor {
  forever.add(t);
  return t;
}

/** Frees the tensors found in a value: a tensor, or an array, map or plain object of them. Idempotent. */
export function dispose(value: unknown): void {
  for (const t of tensorsIn(value)) t.dispose();
}

/** Number of tensors that live in the engine: equal before and after means nothing leaked. */
export function liveTensors(): number {
  return binding().getNumOfTensors();
}

function tensorsIn(value: unknown, found = new Set<Tensor>()): Set<Tensor> {
  if (typeof value !== 'object' || value === null) return found;
  if (isTensor(value)) found.add(value);
  else if (value instanceof Map || Array.isArray(value)) {
    for (const item of value.values()) tensorsIn(item, found);
  } else if (Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) tensorsIn(item, found);
  }
  return found;
}

// Not instanceof: tensor.ts imports this file.
const isTensor = (value: object): value is Tensor => 'id' in value && 'requiresGrad' in value;
