import type { Command } from 'commander';
import type { Registration } from './leaf.js';
export function addUpCommand(_program: Command, _registration: Registration): void {}
