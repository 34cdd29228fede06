import { describe, expect, it } from 'vitest';
import { optionForField } from './option-for-field.js';
import { serviceNamed } from './registry.js';
import { requestOptions } from './request-options.js';

const { method } = serviceNamed('polymath.compression.v1.CompressionService');
const training = requestOptions(method['trainClassifier']!.input);
const compressing = requestOptions(method['compressClassifier']!.input);
const names = (options: typeof training) => options.map(({ name }) => name);

describe('requestOptions', () => {
  it('spells nested messages out, leaf by leaf', () => {
    expect(names(training)).toContain('training.resize-height');
  });

  it('gives the options of jobs no prefix', () => {
    expect(names(training)).toContain('request-id');
  });

  it('takes an artifact as one option', () => {
    const [teacher] = compressing.filter(({ name }) => name === 'teacher');
    expect(teacher).toMatchObject({
      kind: 'artifact',
      placeholder: '<sha256|file>',
      isList: false,
    });
  });

  it('gives enums by their short names, in the help where they are many', () => {
    const [architecture] = training.filter(({ name }) => name === 'architecture');
    const [accelerator] = training.filter(({ name }) => name === 'accelerator');
    expect(accelerator).toMatchObject({ kind: 'enum', placeholder: '<cpu|gpu>' });
    expect(architecture).toMatchObject({ kind: 'enum', placeholder: '<name>' });
    expect(architecture!.help).toMatch(/^One of lenet5, resnet14, .*, mlp\.$/);
  });

  it('knows what every job has', () => {
    const common = training.filter(({ isOfAnyJob }) => isOfAnyJob);
    expect(names(common)).toEqual(['request-id', 'accelerator', 'timeout-seconds', 'model-name']);
  });

  it('takes repeated messages as JSON, more than once', () => {
    const [layers] = compressing.filter(({ name }) => name === 'layers');
    expect(layers).toMatchObject({ kind: 'json', isList: true });
  });

  it('takes a flag without a value', () => {
    const [flag] = compressing.filter(({ name }) => name === 'fine-tuning.keep-order');
    expect(flag).toMatchObject({ kind: 'flag', placeholder: '' });
  });

  it('says of the first leaf what its message is for', () => {
    const [images] = training.filter(({ name }) => name === 'validation.images');
    expect(images!.help).toMatch(/^Judges each epoch if given; .* IDX file/);
  });
});

describe('optionForField', () => {
  it.each([
    ['epochs', '--epochs'],
    ['teacher.sha256', '--teacher'],
    ['options.request_id', '--request-id'],
    ['fine_tuning.batch_size', '--fine-tuning.batch-size'],
    ['test.mean[1]', '--test.mean (test.mean[1])'],
    ['layers[0].fixed.input', '--layers (layers[0].fixed.input)'],
    ['fine_tuning.generators', '--fine-tuning.generators.*'],
    ['unknown', 'unknown'],
  ])('names the option that sets %s', (field, option) => {
    const known = [...compressing, ...training.filter(({ name }) => name === 'epochs')];
    expect(optionForField(known, field)).toBe(option);
  });
});
