import { readFileSync } from 'node:fs';
import { inputPath } from '@polymath/area/inputs';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { unitToJSON, type Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { modelFrom, modelSnapshot, noveltyFrom, noveltySnapshot, type NoveltyDetector, type NsaeLcnModel } from '@polymath/diagnosis'; // prettier-ignore
import type { JobFiles } from '@polymath/engine-host';
import { invalidFields, PolymathError } from '@polymath/errors';
import { decodeSnapshot, encodeSnapshot, loadParts, saveParts, type Json, type Snapshot } from '@polymath/tensor'; // prettier-ignore

/** The output of a job that is a diagnoser. */
export const diagnoserFile = 'diagnoser.safetensors';

/** What a diagnoser's file says of it beside its numbers. */
export interface DiagnoserCard {
  sampleRateHz: number;
  /** Of the samples that taught. */
  unit: Unit;
  temperature: number;
  /** What calibrated it, in words. */
  calibration: string;
  /** 0 to 1, on the windows that calibrated it. */
  heldOutAccuracy: number;
  /** The recordings that taught: name, SHA-256, condition and load. */
  recordings: { name: string; sha256: string; condition: string; load: string }[];
  seed: number;
}

/** All that a verdict needs. */
export interface Diagnoser {
  model: NsaeLcnModel;
  novelty: NoveltyDetector;
  card: DiagnoserCard;
}

const format = 'polymath diagnoser 1';

/** A diagnoser as the bytes of a safetensors file. */
export function encodeDiagnoser({ model, novelty, card }: Diagnoser): Uint8Array {
  const parts = { model: part(modelSnapshot(model)), novelty: part(noveltySnapshot(novelty)) };
  return encodeSnapshot(saveParts(parts, { format, card } as unknown as Json));
}

/**
 * The diagnoser in the bytes of such a file.
 * @throws corrupt-data when it is none, or a part is missing
 */
export function decodeDiagnoser(bytes: Uint8Array): Diagnoser {
  const parts = { model: part(), novelty: part() };
  const { format: found, card } = ownOf(parts, decodeSnapshot(bytes));
  if (found !== format || !card) throw notOne(`got ${JSON.stringify(found ?? null)}`);
  return { model: modelFrom(parts.model.save()), novelty: noveltyFrom(parts.novelty.save()), card };
}

/** The diagnoser in an artifact; throws as {@link decodeDiagnoser} does. */
export const readDiagnoser = (files: Pick<JobFiles, 'input'>, artifact?: Artifact): Diagnoser =>
  decodeDiagnoser(readFileSync(inputPath(files, artifact)));

/** Amplitudes of another unit would be taken for another condition. @throws invalid-input naming the field */
export function checkUnit({ card, model }: Diagnoser, unit: Unit, field: string): void {
  if (unit === card.unit || model.levels.scale === 'per-window') return;
  const expected = unitToJSON(card.unit);
  const description = `must be the diagnoser's ${expected}, got ${unitToJSON(unit)}: convert the samples, with wav.full_scale or int16.scale if they have one`; // prettier-ignore
  throw invalidFields([{ field, description }]);
}

function ownOf(parts: Readonly<Record<string, Part>>, snapshot: Snapshot) {
  const { state } = snapshot;
  const isOurs = typeof state === 'object' && state !== null && 'own' in state;
  if (!isOurs) throw notOne('got another safetensors file');
  const own = state.own as { format?: string; card?: DiagnoserCard } | null;
  if (own?.format === format) loadParts(parts, snapshot);
  return own ?? {};
}

const notOne = (got: string) =>
  new PolymathError('corrupt-data', `expected a diagnoser as TrainDiagnoser stores it, ${got}`);

type Part = ReturnType<typeof part>;

/** A snapshot as a part of another. */
function part(held: Snapshot = { tensors: new Map(), state: null }) {
  return {
    save: () => held,
    load: (snapshot: Snapshot) => {
      held = snapshot;
    },
  };
}
