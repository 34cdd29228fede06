import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import type { LabelledRecording } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import type { SharedClients } from '@polymath/e2e';
import type { Target } from '../send/send.js';

/** The areas whose services are fuzzed. */
export const areas = ['compression', 'diagnosis'] as const;

/** One of them. */
export type AreaName = (typeof areas)[number];

/** What valid requests are made of, whichever service they go to: all services share one artifact store. */
export interface Inputs {
  images: LabelledImages;
  /** A LeNet-5 of 3 classes, 32 x 32 grey pixels. */
  classifier: Artifact;
  generators: Artifact;
  recordings: LabelledRecording[];
  diagnoser: Artifact;
}

/** A service and what it knows. */
export interface AreaWorld {
  name: AreaName;
  target: Target;
  clients: SharedClients;
  /** Everybody's. */
  inputs: Inputs;
  /** A job of this area that has succeeded, and one that was cancelled. */
  jobs: { succeeded: string; cancelled: string };
  /** A model with a version 1 that is served. */
  model: string;
  /** A file that becomes a version of a model here. */
  file: { sha256: string; kind: string };
  /** Texts that are right somewhere. */
  words: string[];
}
