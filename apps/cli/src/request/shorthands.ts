import type { JsonValue } from '@bufbuild/protobuf';

/** A short way to write a message on the command line. */
export interface Shorthand {
  readonly placeholder: string;
  /** The message as ProtoJSON; undefined when the text is none of the short forms. */
  parse(text: string): JsonValue | undefined;
}

/** Short forms by the full name of their message; JSON is understood besides. */
export const shorthands: Readonly<Record<string, Shorthand>> = {
  'polymath.compression.v1.LayerDecomposition': {
    placeholder: '<layer:evbmf|layer:in,out|json>',
    parse: parseLayer,
  },
  'polymath.compression.v1.DistillationTerm': {
    placeholder: '<kind[@teacher][:weight[:layers]]|json>',
    parse: parseTerm,
  },
  'polymath.tensor.v1.Tensor': { placeholder: '<[[number,...],...]>', parse: parseMatrix },
};

/** `conv3:evbmf`, `conv3:5,8` and, for a dense layer, `fc1:12`. */
function parseLayer(text: string): JsonValue | undefined {
  const [, layer = '', ranks = ''] = /^([^:{]+):(evbmf|\d+(?:,\d+)?)$/.exec(text) ?? [];
  if (layer === '') return undefined;
  if (ranks === 'evbmf') return { layer, evbmf: {} };
  const [input = 0, output = 0] = ranks.split(',').map(Number);
  return { layer, fixed: { input, output } };
}

/**
 * `cross-entropy`, `soft-targets:0.9`, `soft-targets@2:4..0` (of the second teacher, from 4 to 0) and, with the layers of student
 * and teacher, `attention:1000:block1.relu=layer1`.
 */
function parseTerm(text: string): JsonValue | undefined {
  const [, name, teacher, weight, last, layers] =
    /^([a-z-]+)(?:@(\d+))?(?::([\d.e+-]+?)(?:\.\.([\d.e+-]+))?(?::(.+))?)?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const [student = '', ofTeacher = ''] = layers?.split('=') ?? [];
  return {
    [name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())]: {},
    ...(teacher === undefined ? {} : { teacher: Number(teacher) }),
    ...(weight === undefined ? {} : { weight: Number(weight) }),
    ...(last === undefined ? {} : { lastWeight: Number(last) }),
    ...(layers === undefined ? {} : { layers: { student, teacher: ofTeacher } }),
  };
}

/** Rows of numbers, as a float32 tensor. */
function parseMatrix(text: string): JsonValue | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  const rows = JSON.parse(text) as unknown;
  if (!Array.isArray(rows) || !rows.every(isNumbers)) return undefined;
  const columns = rows[0]?.length ?? 0;
  if (rows.some(({ length }) => length !== columns)) return undefined;
  const data = Buffer.from(Float32Array.from(rows.flat()).buffer).toString('base64');
  const shape = [String(rows.length), String(columns)];
  return { dataType: 'DATA_TYPE_FLOAT32', shape, data };
}

function isNumbers(row: unknown): row is number[] {
  return Array.isArray(row) && row.every((value) => typeof value === 'number');
}
