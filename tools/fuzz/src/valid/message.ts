import type { AreaWorld } from '../stage/world.js';

/** The messages of a request that its service answers with OK; it may have to prepare something. */
export type ValidRequest = (world: AreaWorld) => Buffer[] | Promise<Buffer[]>;

/** Valid requests by the paths of their RPCs. */
export type ValidRequests = Readonly<Record<string, ValidRequest>>;

/** A generated message type: its coding. */
interface Coding<Message, Fields> {
  fromPartial(fields: Fields): Message;
  encode(message: Message): { finish(): Uint8Array };
}

/** One message as bytes. */
export function message<Message, Fields>(type: Coding<Message, Fields>, fields: Fields): Buffer {
  return Buffer.from(type.encode(type.fromPartial(fields)).finish());
}
