import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { allRpcs, registry, type Rpc } from './rpcs.js';
import { callRaw } from './send/call.js';
import type { AreaWorld } from './stage/world.js';

const reflection = 'grpc.reflection.v1.ServerReflection';

/** The RPCs that a service says, by reflection, that it serves; and those of reflection itself. */
export async function servedBy({ target }: AreaWorld): Promise<Rpc[]> {
  const all = allRpcs();
  const look = all.find(({ service }) => service === reflection)!;
  const asked = { messageRequest: { case: 'listServices', value: '*' } };
  const request = toBinary(look.method.input, create(look.method.input, asked as never));
  const { response } = await callRaw(target.channel, look, [Buffer.from(request)]);
  const names = servicesIn(response!);
  const isServed = ({ service }: Rpc) =>
    names.has(service) || service.startsWith('grpc.reflection.');
  return all.filter(isServed);
}

function servicesIn(response: Buffer): Set<string> {
  const desc = registry().getMessage('grpc.reflection.v1.ServerReflectionResponse')!;
  const told = fromBinary(desc, response) as unknown as {
    messageResponse: { value: { service: { name: string }[] } };
  };
  return new Set(told.messageResponse.value.service.map(({ name }) => name));
}
