import type { Spec } from './spec.js';

/** What of Vega and Vega-Lite is used. Their own types are as large as a grammar of graphics, and say little of a part of one. */
interface Libraries {
  compile: (spec: Spec) => { spec: Spec };
  parse: (spec: Spec) => unknown;
  View: new (runtime: unknown, options: { renderer: 'none' }) => { toSVG(): Promise<string>; finalize(): void };
} // prettier-ignore

let libraries: Promise<Libraries> | undefined;

/** Loaded at the first picture: it takes a quarter of a second, and most programs draw none. */
async function load(): Promise<Libraries> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  return { ...vega, compile: vegaLite.compile } as unknown as Libraries;
}

/** The picture that a specification of Vega-Lite describes, as the text of an SVG file. */
export async function toSvg(spec: Spec): Promise<string> {
  const { compile, parse, View } = await (libraries ??= load());
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
