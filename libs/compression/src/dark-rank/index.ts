export { darkRankDefaults, hardDarkRankLoss, type DarkRankSettings } from './losses.js';
