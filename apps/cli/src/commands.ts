import type { Command } from './command.ts';
import { startCommand } from './commands/start.ts';
import { workerCommand } from './commands/worker.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [startCommand, workerCommand];
