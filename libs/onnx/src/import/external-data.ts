import onnxProto, { type onnx } from 'onnx-proto';
import { PolymathError } from '@polymath/errors';

/** The content of a file beside the model, by its path from there. */
export type ExternalData = (location: string) => Uint8Array;

type Tensor = onnx.ITensorProto;

const { EXTERNAL } = onnxProto.onnx.TensorProto.DataLocation;

/** Whether a tensor's elements lie in another file. */
export const isExternal = ({ dataLocation, externalData }: Tensor): boolean =>
  dataLocation === EXTERNAL || (externalData?.length ?? 0) > 0;

/**
 * The tensor with its elements from the file that it names, from `offset` on, `length` bytes (ONNX, External Data).
 * @param name how errors call the tensor
 * @throws invalid-input when there is no such file to ask for; corrupt-data when the file is too short
 */
export function fetchElements(
  tensor: Tensor,
  name: string,
  externalData: ExternalData | undefined,
): Tensor {
  const entries = new Map((tensor.externalData ?? []).map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  if (!externalData) {
    const how = 'pack both files into a tar archive, or export the model with its weights inside';
    throw new PolymathError(
      'invalid-input',
      `${name} is stored outside the file, in ${location}: ${how}`,
    );
  }
  const file = externalData(location);
  const start = Number(entries.get('offset') ?? 0);
  const end = entries.has('length') ? start + Number(entries.get('length')) : file.length;
  if (!(start >= 0 && end >= start && end <= file.length)) {
    const expected = `bytes ${start} to ${end} of ${location}`;
    throw new PolymathError(
      'corrupt-data',
      `${name}: expected ${expected}, which has ${file.length}`,
    );
  }
  return { ...tensor, rawData: file.subarray(start, end), dataLocation: null, externalData: [] };
}
