/** One area of methods: its service, its command and where to find both. */
export interface Area {
  /** E.g. `compression`. */
  readonly name: string;
  /** The command that calls it, e.g. `compress`. */
  readonly command: string;
  /** Full name of its gRPC service. */
  readonly service: string;
  readonly summary: string;
  /** Port on the loopback unless told otherwise. */
  readonly port: number;
  /** The same for its admin server, over HTTP. */
  readonly adminPort: number;
  /** The program that `polymath up` starts. */
  readonly main: URL;
}

/** All areas; a new one is one more entry. Its commands come from the descriptors. */
export const areas: readonly Area[] = [
  {
    name: 'compression',
    command: 'compress',
    service: 'polymath.compression.v1.CompressionService',
    summary: 'smaller classifiers, with or without their training data',
    port: 7601,
    adminPort: 7611,
    main: new URL('../../compression/src/main.ts', import.meta.url),
  },
  {
    name: 'diagnosis',
    command: 'diagnose',
    service: 'polymath.diagnosis.v1.DiagnosisService',
    summary: 'machine faults from vibration',
    port: 7603,
    adminPort: 7613,
    main: new URL('../../diagnosis/src/main.ts', import.meta.url),
  },
];

/** The environment variable of an area's address, e.g. `POLYMATH_COMPRESSION_ADDRESS`; services read the same one. */
export function addressVariable({ name }: Pick<Area, 'name'>): string {
  return `POLYMATH_${name.toUpperCase()}_ADDRESS`;
}

/** The environment variable of the address of an area's admin server; services read the same one. */
export function adminAddressVariable({ name }: Pick<Area, 'name'>): string {
  return `POLYMATH_${name.toUpperCase()}_ADMIN_ADDRESS`;
}
