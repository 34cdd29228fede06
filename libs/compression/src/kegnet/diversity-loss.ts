import {
  add,
  argSort,
  checkShapes,
  concat,
  exp,
  fill,
  gather,
  matMul,
  max,
  mul,
  noGrad,
  reshape,
  square,
  sub,
  sum,
  tensor,
  transpose,
  type Tensor,
} from '@polymath/tensor';

/**
 * How alike inputs made of different noise are (Yoo et al. 2019, in the form of the published code):
 *     L_div = exp( - mean over a, b of dz(a,b) · dx(a,b) )
 *     dz(a,b) = mean over k of (z[a,k] - z[b,k])²     dx(a,b) = mean over p of |x[a,p] - x[b,p]|
 * 0 < L_div <= 1, and 1 exactly when all inputs are equal.
 *
 * No pair is formed: for one pixel Σ_ab dz(a,b)·|x[a] - x[b]| = 2·Σ_a x[a]·g[a] with g[a] = Σ_b dz(a,b)·sign(x[a] - x[b]),
 * which depends on x by its order alone: g is a constant for the gradient too. Where two inputs have the same value in a
 * pixel, the gradient there is one of those between its two sides.
 * @param inputs generated, [batch, ...]
 * @param noise z, [batch, noise]; constants
 * @returns scalar
 */
export function diversityLoss(inputs: Tensor, noise: Tensor): Tensor {
  const x = reshape(inputs, [inputs.shape[0] ?? 0, -1]);
  checkShapes({ inputs: [x, 'batch pixels'], noise: [noise, 'batch noise'] });
  const [batch = 0, pixels = 0] = x.shape;
  const order = noGrad(() => transpose(argSort(transpose(x)))); // [batch, pixels], largest first
  const pull = noGrad(() => sortedPull(order, noise)); // [batch · pixels]
  // The pull of all inputs together is 0, so a number can be taken off each pixel; this one makes equal inputs exactly 0.
  const largest = noGrad(() => max(x, 0, true)); // [1, pixels]
  const lowered = reshape(sub(x, largest), [batch * pixels]);
  const sorted = gather(lowered, placesOf(order)); // [batch · pixels]
  const pairs = batch * batch * pixels * (noise.shape[1] ?? 1);
  return exp(mul(sum(mul(sorted, pull)), -2 / pairs));
}

/** Where in the rows of [batch, pixels] one after the other the sorted values lie, [batch · pixels]. */
function placesOf(order: Tensor): Tensor {
  const [batch = 0, pixels = 0] = order.shape;
  const rows = mul(order, tensor(Int32Array.of(pixels)));
  const columns = tensor(Int32Array.from({ length: pixels }, (_, p) => p));
  return reshape(add(rows, columns), [batch * pixels]);
}

/**
 * g of {@link diversityLoss} for each pixel's inputs from the largest to the smallest, times the length of the noise. With
 * dz = |z_a|² + |z_b|² - 2·z_a·z_b as a product u_a · v_b, the sums over b are one product with a matrix of signs.
 * @param order [batch, pixels]
 * @param noise [batch, noise]
 * @returns [batch · pixels]
 */
function sortedPull(order: Tensor, noise: Tensor): Tensor {
  const [batch = 0, pixels = 0] = order.shape;
  const length = sum(square(noise), -1, true); // [batch, 1]
  const one = fill([batch, 1], 1);
  const terms = (noise.shape[1] ?? 0) + 2;
  const places = reshape(order, [batch * pixels]);
  const u = gather(concat([length, one, mul(noise, -2)], -1), places); // [batch · pixels, terms]
  const v = gather(concat([one, length, noise], -1), places);
  const sums = matMul(signs(batch), reshape(v, [batch, pixels * terms]));
  const products = mul(u, reshape(sums, [batch * pixels, terms]));
  return reshape(matMul(products, fill([terms, 1], 1)), [batch * pixels]);
}

/** sign(j - i): the i-th largest lies above all that come after it, [batch, batch]. */
function signs(batch: number): Tensor {
  const values = Float32Array.from({ length: batch * batch }, (_, place) =>
    Math.sign((place % batch) - Math.floor(place / batch)),
  );
  return tensor(values, [batch, batch]);
}
