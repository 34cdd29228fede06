export { cwruRecord, cwruVariable, type CwruChannel, type CwruRecord } from './records.js';
