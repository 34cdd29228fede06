import { create, toBinary, type DescMessage } from '@bufbuild/protobuf';
import { registry } from '../rpcs.js';
import type { ValidRequests } from './message.js';

/** A message of gRPC's own services, for which there is no generated type. */
function foreign(type: string, fields: object): Buffer {
  const desc: DescMessage = registry().getMessage(type)!;
  return Buffer.from(toBinary(desc, create(desc, fields as never)));
}

const reflection = (version: string) => () => {
  const type = `grpc.reflection.${version}.ServerReflectionRequest`;
  const symbol = { case: 'fileContainingSymbol', value: 'polymath.jobs.v1.JobService' };
  return [
    foreign(type, { messageRequest: { case: 'listServices', value: '*' } }),
    foreign(type, { messageRequest: symbol }),
  ];
};
const check = () => [
  foreign('grpc.health.v1.HealthCheckRequest', { service: 'polymath.jobs.v1.JobService' }),
];

/** Health and reflection. */
export const grpc: ValidRequests = {
  '/grpc.health.v1.Health/Check': check,
  '/grpc.health.v1.Health/Watch': check,
  '/grpc.health.v1.Health/List': () => [Buffer.alloc(0)],
  '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo': reflection('v1'),
  '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo': reflection('v1alpha'),
};
