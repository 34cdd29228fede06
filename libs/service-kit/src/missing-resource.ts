import { PolymathError } from '@polymath/errors';

/** What was not found: the cause of an error that {@link notFound} made; travels as google.rpc.ResourceInfo. */
export class MissingResource {
  /**
   * @param type e.g. `job`
   * @param name its id
   */
  constructor(
    readonly type: string,
    readonly name: string,
  ) {}
}

/** A `not-found` error that names what is missing, also in a form that programs can read. */
export function notFound(type: string, name: string): PolymathError {
  return new PolymathError('not-found', `no such ${type}: ${name}`, {
    cause: new MissingResource(type, name),
  });
}
