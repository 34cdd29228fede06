export { attentionLossMeanSquare, attentionLossNorm, attentionMap } from './losses.js';
