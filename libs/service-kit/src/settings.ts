import { PolymathError } from '@polymath/errors';
import { z } from 'zod';

/** Settings that a program takes, by name; see {@link setting} for the usual ones. */
export type SettingsShape = Readonly<Record<string, z.ZodType>>;

/** The values of a shape's settings. */
export type Settings<Shape extends SettingsShape> = {
  readonly [Name in keyof Shape]: z.infer<Shape[Name]>;
};

/** Kinds of settings, from the text of an environment variable; add `.default(...)` or `.optional()` as needed. */
export const setting = {
  /** Any text. */
  text: () => z.string(),
  /** A whole number from `min` to `max`. */
  integer: (min: number, max: number) => {
    const error = `must be a whole number from ${min} to ${max}`;
    return z
      .string()
      .regex(/^-?\d{1,15}$/, { error, abort: true })
      .transform(Number)
      .refine((value) => value >= min && value <= max, { error });
  },
  /** `true` or `false`. */
  boolean: () =>
    z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .transform((text) => text === 'true'),
  /** An address on the web, `http://` or `https://`. */
  url: () => z.url({ protocol: /^https?$/, error: 'must be a URL, http://... or https://...' }),
  /** One of a list of words. */
  oneOf: <const Words extends readonly [string, ...string[]]>(words: Words) =>
    z.enum(words, { error: `must be one of ${words.join(', ')}` }),
};

/**
 * Reads all settings of a program, once, from its environment: `natsUrl` from `POLYMATH_NATS_URL`. An empty variable
 * counts as not set; a malformed one is an error, never the default.
 *
 * @throws invalid-input naming every bad or missing setting
 */
export function readSettings<Shape extends SettingsShape>(
  shape: Shape,
  env: Readonly<Record<string, string | undefined>>,
): Settings<Shape> {
  const bad: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(shape)) {
    const variable = toVariable(name);
    const text = env[variable] || undefined;
    const parsed = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else if (text === undefined) bad.push(`${variable} is required`);
    else bad.push(`${variable} ${parsed.error.issues[0]!.message}, got "${text}"`);
  }
  if (bad.length > 0) throw new PolymathError('invalid-input', `bad settings: ${bad.join('; ')}`);
  return values as Settings<Shape>;
}

/**
 * The environment variable of a setting: `POLYMATH_` and the name in capitals; a name that begins with `otel` is a variable of
 * OpenTelemetry's own, e.g. `OTEL_EXPORTER_OTLP_ENDPOINT`.
 */
export function toVariable(name: string): string {
  const variable = name.replace(/[A-Z]/g, '_$&').toUpperCase();
  return variable.startsWith('OTEL_') ? variable : `POLYMATH_${variable}`;
}
