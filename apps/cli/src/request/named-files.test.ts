import { describe, expect, it } from 'vitest';
import { withFiles } from './named-files.js';
import { messageNamed } from './registry.js';

const message = messageNamed('polymath.diagnosis.v1.TrainDiagnoserRequest');

describe('withFiles', () => {
  it('puts artifacts where paths stand for them, however deep, and leaves the rest', async () => {
    const seen: string[] = [];
    const toArtifact = (text: string) => {
      seen.push(text);
      return { sha256: text.toUpperCase() };
    };
    const json = {
      recordings: [
        { recording: { file: 'a.wav', wav: {} }, condition: 'a' },
        { recording: { file: { sha256: 'b' } }, name: 'c.wav' },
      ],
      seed: '3',
    };
    expect(await withFiles(message, json, toArtifact)).toEqual({
      recordings: [
        { recording: { file: { sha256: 'A.WAV' }, wav: {} }, condition: 'a' },
        { recording: { file: { sha256: 'b' } }, name: 'c.wav' },
      ],
      seed: '3',
    });
    expect(seen).toEqual(['a.wav']);
  });
});
