export * from './filters/index.js';
export * from './lcn/index.js';
export * from './minimization/index.js';
export * from './nsae/index.js';
export * from './nsae-lcn/index.js';
export * from './preprocessing/index.js';
export * from './recognizer/index.js';
export * from './sae/index.js';
