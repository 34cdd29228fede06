export { Lbfgs, type LbfgsSettings, type LbfgsStep, type Objective } from './lbfgs.js';
