import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import {
  GRPCInferenceServiceService,
  ModelInferRequest,
} from '@polymath/contracts/inference/grpc_service';

/** `raw_input_contents`, and how it stands on the wire. */
const rawContents = { field: 7, type: WireType.LengthDelimited };

/**
 * Decodes a request as the generated code does, but its raw contents are views of the bytes: for a batch of images, copying them
 * costs more than all the rest of reading it.
 * @throws as the generated code, for bytes that are no such message
 */
export function decodeInferRequest(bytes: Buffer): ModelInferRequest {
  const reader = new BinaryReader(bytes);
  const raw: Buffer[] = [];
  const others: Buffer[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, type] = reader.tag();
    if (field === rawContents.field && type === rawContents.type) {
      // A part of a Buffer is one.
      raw.push(reader.bytes() as Buffer);
    } else {
      reader.skip(type, field);
      others.push(bytes.subarray(start, reader.pos));
    }
  }
  const request = ModelInferRequest.decode(Buffer.concat(others));
  request.rawInputContents = raw;
  return request;
}

/** The Open Inference Protocol as generated, with requests read by {@link decodeInferRequest}: what a server is given. */
export const inferenceDefinition: GRPCInferenceServiceService = {
  ...GRPCInferenceServiceService,
  modelInfer: { ...GRPCInferenceServiceService.modelInfer, requestDeserialize: decodeInferRequest },
  modelStreamInfer: {
    ...GRPCInferenceServiceService.modelStreamInfer,
    requestDeserialize: decodeInferRequest,
  },
};
