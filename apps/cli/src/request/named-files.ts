import type { DescField, DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';

const artifactType = 'polymath.artifacts.v1.Artifact';

/** Turns what stands for an artifact, a hash or a path, into the artifact. */
export type ToArtifact = (text: string) => JsonValue | Promise<JsonValue>;

/**
 * ProtoJSON with artifacts in the place of the hashes and paths that stand for them: `{"file": "pump.wav"}`.
 * @param message of what `json` is
 */
export async function withFiles(
  message: DescMessage,
  json: JsonValue,
  toArtifact: ToArtifact,
): Promise<JsonValue> {
  if (message.typeName === artifactType) return typeof json === 'string' ? toArtifact(json) : json;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(json)) {
    const field = message.fields.find(({ jsonName, name: own }) => name === jsonName || name === own); // prettier-ignore
    result[name] = field ? await inField(field, value, toArtifact) : value;
  }
  return result;
}

/** {@link withFiles} of the value of a field. */
export async function inField(
  field: DescField,
  json: JsonValue,
  toArtifact: ToArtifact,
): Promise<JsonValue> {
  if (field.fieldKind === 'map' || !field.message) return json;
  if (!Array.isArray(json)) return withFiles(field.message, json, toArtifact);
  const values: JsonValue[] = [];
  for (const each of json) values.push(await withFiles(field.message, each, toArtifact));
  return values;
}

/** Stands for an artifact while a request is checked, before anything is sent. */
export const placeholder: ToArtifact = () => ({ sha256: '0'.repeat(64) });
