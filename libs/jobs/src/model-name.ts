/** What a model may be called, in words for those who chose otherwise. */
export const modelNameRule =
  'must be at most 63 lower-case letters, digits, "-" and "_", beginning with a letter';

/** Whether a text can be the name of a model, or of a version's alias. */
export function isModelName(text: string): boolean {
  return /^[a-z][a-z0-9_-]{0,62}$/.test(text);
}
