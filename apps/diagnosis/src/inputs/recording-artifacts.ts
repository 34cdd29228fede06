import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { LabelledRecording } from '@polymath/contracts/polymath/diagnosis/v1/recording';

/** The files of recordings, each once. */
export function recordingArtifacts(recordings: readonly LabelledRecording[]): Artifact[] {
  const files = recordings.flatMap(({ recording }) => recording?.file ?? []);
  return [...new Map(files.map((file) => [file.sha256, file])).values()];
}
