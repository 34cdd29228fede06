import { Option } from 'commander';
import type { GivenOptions } from '../request/build-request.js';
import type { RequestOption } from '../request/request-options.js';

/** All values stay texts; what they must be is checked for all options at once. */
export function toCommanderOption({
  name,
  kind,
  isList,
  placeholder,
  help,
}: RequestOption): Option {
  if (kind === 'flag') return new Option(`--${name} [true|false]`, help);
  const option = new Option(`--${name} ${placeholder}`, help);
  if (!isList) return option;
  return option.argParser((text: string, before: string[] | undefined) => [
    ...(before ?? []),
    text,
  ]);
}

/** Those options of a request that were given, with their texts. */
export function givenOptions(
  options: readonly RequestOption[],
  flags: Record<string, unknown>,
): GivenOptions {
  const given = new Map<RequestOption, string[]>();
  for (const option of options) {
    const value = flags[toCommanderOption(option).attributeName()];
    if (value !== undefined) given.set(option, [value].flat().map(String));
  }
  return given;
}
