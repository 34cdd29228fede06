import type { Method } from './methods.js';

/** Percent that were measured on the same records by another implementation (NumPy and PyTorch), by protocol and method. */
export const published: Readonly<Record<string, Partial<Record<Method, string>>>> = {
  'random, stride 10': { 'NSAE-LCN': '99.4-99.9', 'SAE-LCN': '97.5-99.0', 'RAND-LCN': '99.5', SPEC: '100.0', STAT: '99.8' },
  'random, stride 100': { 'NSAE-LCN': '96.0', 'SAE-LCN': '60.4', 'RAND-LCN': '70.3' },
  'first 25 % of each recording': { 'NSAE-LCN': '99.6', 'SAE-LCN': '97.5', 'RAND-LCN': '99.1', SPEC: '100.0', STAT: '99.8' },
  '0 hp to 1 hp': { 'NSAE-LCN': '92.7', 'SAE-LCN': '76.7', 'RAND-LCN': '89.0', SPEC: '100.0', STAT: '99.9' },
  '0 hp to 2 hp': { 'NSAE-LCN': '93.3', 'SAE-LCN': '73.8', 'RAND-LCN': '81.0', SPEC: '99.0', STAT: '98.0' },
  '0 hp to 3 hp': { 'NSAE-LCN': '73.4', 'SAE-LCN': '66.8', 'RAND-LCN': '67.8', SPEC: '84.9', STAT: '80.1' },
  'all but 0 hp': { 'NSAE-LCN': '95.2', 'SAE-LCN': '89.2', 'RAND-LCN': '97.6', SPEC: '99.9', STAT: '98.8' },
  'all but 1 hp': { 'NSAE-LCN': '92.6', 'SAE-LCN': '96.0', 'RAND-LCN': '94.9', SPEC: '100.0', STAT: '99.9' },
  'all but 2 hp': { 'NSAE-LCN': '100.0', 'SAE-LCN': '99.1', 'RAND-LCN': '100.0', SPEC: '100.0', STAT: '100.0' },
  'all but 3 hp': { 'NSAE-LCN': '84.8', 'SAE-LCN': '94.6', 'RAND-LCN': '97.0', SPEC: '100.0', STAT: '97.2' },
  'all but 007': { 'NSAE-LCN': '68.1', 'SAE-LCN': '79.9', 'RAND-LCN': '94.6', SPEC: '94.6', STAT: '99.2' },
  'all but 014': { 'NSAE-LCN': '43.8', 'SAE-LCN': '51.2', 'RAND-LCN': '49.4', SPEC: '55.3', STAT: '48.9' },
  'all but 021': { 'NSAE-LCN': '77.0', 'SAE-LCN': '61.3', 'RAND-LCN': '65.6', SPEC: '63.7', STAT: '43.3' },
}; // prettier-ignore
