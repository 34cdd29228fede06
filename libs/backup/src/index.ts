export { startBackup, type Backup, type BackupOptions } from './start-backup.js';
export { readRecord, type KnownRecord } from './record.js';
