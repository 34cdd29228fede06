import { readFileSync } from 'node:fs';
import { PolymathError } from '@polymath/errors';
import onnxProto, { type onnx } from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { readOnnx } from './import-onnx.js';

const { ModelProto, AttributeProto } = onnxProto.onnx;
const { INT, INTS } = AttributeProto.AttributeType;

const file = (name: string) => readFileSync(new URL(`golden/${name}.onnx`, import.meta.url));

/** A file of PyTorch's with a change; `node` finds the first node of an operator. */
function changed(
  name: string,
  change: (graph: onnx.IGraphProto, node: (operator: string) => onnx.INodeProto) => void,
): Uint8Array {
  const model = ModelProto.decode(file(name));
  const graph = model.graph!;
  change(graph, (operator) => graph.node!.find(({ opType }) => opType === operator)!);
  return ModelProto.encode(model).finish();
}

function errorOf(bytes: Uint8Array): PolymathError {
  try {
    readOnnx(bytes);
  } catch (error) {
    if (error instanceof PolymathError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

const setInt = (node: onnx.INodeProto, name: string, i: number) =>
  node.attribute!.push({ name, type: INT, i });

function setInts(node: onnx.INodeProto, name: string, ints: number[]) {
  node.attribute = node.attribute!.filter((a) => a.name !== name);
  node.attribute.push({ name, type: INTS, ints });
}

describe('readOnnx refuses', () => {
  it('a file cut short anywhere', () => {
    const bytes = file('lenet');
    for (let length = 0; length < bytes.length; length++) {
      expect(errorOf(bytes.subarray(0, length)).kind).toBe('corrupt-data');
    }
  });

  it('bytes that are no ONNX file', () => {
    const error = errorOf(Buffer.from('PK\u0003\u0004 an archive, not a model'));
    expect(error.kind).toBe('corrupt-data');
    expect(error.message).toMatch(/^cannot read the ONNX file: /);
  });

  it('damaged bytes with an error of ours, whichever they are', () => {
    const bytes = file('resnet-concat-mean');
    for (let i = 0; i < 150; i++) {
      const damaged = Buffer.from(bytes);
      damaged[(i * 7919) % bytes.length] = (i * 31) % 256;
      try {
        readOnnx(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(PolymathError);
      }
    }
  });

  it.each([8, 23])('operator set %i', (version) => {
    const model = ModelProto.decode(file('lenet'));
    model.opsetImport = [{ domain: '', version }];
    const error = errorOf(ModelProto.encode(model).finish());
    expect(error.kind).toBe('invalid-input');
    expect(error.message).toBe(`expected ONNX operator set 9 to 22, got ${version}`);
  });

  it('an operator that is not supported, naming node and operator', () => {
    const error = errorOf(changed('lenet', (_, node) => (node('Relu').opType = 'Gelu')));
    expect(error.kind).toBe('invalid-input');
    expect(error.message).toMatch(
      /^node \/Relu \(Gelu\): this operator is not supported; supported are Add, /,
    );
  });

  it('an operator of another domain', () => {
    const error = errorOf(changed('lenet', (_, node) => (node('Relu').domain = 'com.example')));
    expect(error.message).toMatch(/^node \/Relu \(com\.example\.Relu\): /);
  });

  it('arithmetic on images', () => {
    const error = errorOf(changed('lenet', (_, node) => (node('Relu').opType = 'Floor')));
    expect(error.message).toContain('this operator is only supported on constants and shapes');
  });

  it('a weight that the file lacks', () => {
    const bytes = changed('lenet', (graph) => graph.initializer!.shift());
    const error = errorOf(bytes);
    expect(error.kind).toBe('corrupt-data');
    expect(error.message).toBe(
      'node /conv1/Conv (Conv): reads conv1.weight, which no initialiser or earlier node gives',
    );
  });

  it('weights outside the file', () => {
    const bytes = changed('lenet', ({ initializer }) => {
      initializer![0]!.externalData = [{ key: 'location', value: 'weights.bin' }];
    });
    expect(errorOf(bytes).message).toMatch(/^initialiser conv1\.weight is stored outside the file/);
  });

  it('a weight with fewer elements than its dimensions say', () => {
    const bytes = changed('lenet', ({ initializer }) => (initializer![0]!.dims = [4, 1, 5, 5]));
    const error = errorOf(bytes);
    expect(error.kind).toBe('corrupt-data');
    expect(error.message).toBe('initialiser conv1.weight: expected [4, 1, 5, 5], got 75 elements');
  });

  it('a weight that does not fit the channels of its input', () => {
    const bytes = changed('lenet', ({ initializer }) => (initializer![0]!.dims = [1, 3, 5, 5]));
    expect(errorOf(bytes).message).toBe(
      'node /conv1/Conv (Conv): layer conv1 (conv2d): expected an input of [height, width, 3], got [20, 18, 1]',
    );
  });

  it('a weight of half precision', () => {
    const bytes = changed('lenet', ({ initializer }) => (initializer![0]!.dataType = 10));
    expect(errorOf(bytes).message).toMatch(
      /expected elements of float32, .*got ONNX data type 10$/,
    );
  });

  it('an input of unknown size', () => {
    const bytes = changed('lenet', ({ input }) => {
      input![0]!.type!.tensorType!.shape!.dim![2] = { dimParam: 'height' };
    });
    expect(errorOf(bytes).message).toMatch(/^input input: expected .* \[\?, 1, \?, 18\]$/);
  });

  it('several results', () => {
    const bytes = changed('lenet', ({ output }) => output!.push({ name: 'features' }));
    expect(errorOf(bytes).message).toBe('expected a model with one output, got logits, features');
  });

  it('a layer in training mode', () => {
    const bytes = changed('resnet-concat-mean', (_, node) => {
      const batchNorm = node('BatchNormalization');
      batchNorm.attribute = batchNorm.attribute!.filter(({ name }) => name !== 'training_mode');
      setInt(batchNorm, 'training_mode', 1);
    });
    expect(errorOf(bytes).message).toBe(
      'node /layer1/layer1.0/bn1/BatchNormalization (BatchNormalization): ' +
        'training_mode must be 0: export the model in evaluation mode',
    );
  });

  it.each([
    ['dilations', 'Conv', [2, 2], 'dilations must be 1'],
    ['strides', 'Conv', [0, 1], 'strides must be 2 numbers of at least 1, got 0, 1'],
    ['pads', 'MaxPool', [0, -1, 0, 0], 'pads must be 4 numbers of at least 0, got 0, -1, 0, 0'],
    ['kernel_shape', 'Conv', [3, 3], 'expected weights of 3 x 3 pixels, got [3, 1, 5, 5]'],
  ])('unfit %s', (attribute, operator, values, message) => {
    const error = errorOf(
      changed('lenet', (_, node) => setInts(node(operator), attribute, values)),
    );
    expect(error.kind).toBe('invalid-input');
    expect(error.message).toContain(`(${operator}): ${message}`);
  });

  it('a reshape that mixes the images of a batch', () => {
    const bytes = changed('resnet-pad-view', (graph) => {
      graph.initializer!.push({ name: 'mixed', dims: [2], dataType: 7, int64Data: [-1, 16] });
      graph.node!.find(({ name }) => name === '/Reshape')!.input![1] = 'mixed';
    });
    expect(errorOf(bytes).message).toMatch(/^node \/Reshape \(Reshape\): cannot /);
  });

  it('a constant added to what is no Conv or MatMul', () => {
    const bytes = changed('lenet', (_, node) => {
      const relu = node('Relu');
      relu.opType = 'Add';
      relu.input!.push('conv1.bias');
    });
    expect(errorOf(bytes).message).toMatch(/^node \/Relu \(Add\): /);
  });

  it('constants too large to work out', () => {
    const bytes = changed('resnet-concat-mean', (graph, node) => {
      const dims = [2 ** 20, 2 ** 20];
      graph.initializer!.push({ name: 'huge', dims: [2], dataType: 7, int64Data: dims });
      node('ConstantOfShape').input![0] = 'huge';
    });
    expect(errorOf(bytes).message).toContain('expected a constant of at most 16777216 elements');
  });
});
