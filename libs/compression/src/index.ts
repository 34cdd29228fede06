export * from './classifier/index.js';
export * from './fine-tuning/index.js';
export * from './kegnet/index.js';
export * from './low-rank/index.js';
