import { describe, expect, it } from 'vitest';
import { checkOnnx, resultTable } from './report.js';

const teacher = { name: 'teacher', accuracy: 0.98, parameters: 61_706, secondsPerImage: 75e-6 };
const noise = { ...teacher, name: '+ uniform noise', accuracy: 0.7, parameters: 13_728, epoch: 0 };
const kegNet = { ...noise, name: '+ KegNet', accuracy: 0.89, epoch: 4 };

describe('resultTable', () => {
  it('compares with the teacher, in less than 80 columns', () => {
    const lines = resultTable([teacher, kegNet]).split('\n');
    expect(lines.at(-1)).toMatch(/^\+ KegNet +89.00 % +13,728 +4.49x +75.0 µs +4$/);
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });

  it('explains a student that no fine-tuning made better', () => {
    expect(resultTable([teacher, noise])).toContain('epoch 0: fine-tuning made it worse');
    expect(resultTable([teacher, kegNet])).not.toContain('epoch 0');
  });
});

describe('checkOnnx', () => {
  it('tells both figures', () => {
    expect(checkOnnx(0.8901, [teacher, kegNet])).toContain('measures 89.01 %, the service 89.00 %');
  });

  it('throws when another engine gets another accuracy', () => {
    expect(() => checkOnnx(0.88, [teacher, kegNet])).toThrow('ONNX Runtime got 88.00 %');
  });
});
