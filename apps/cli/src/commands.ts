import type { Command } from './command.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { runCommand } from './commands/run.ts';
import { startCommand } from './commands/start.ts';
import { validateCommand } from './commands/validate.ts';
import { workerCommand } from './commands/worker.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  startCommand,
  workerCommand,
  validateCommand,
  runCommand,
  exportCommand,
  importCommand,
  doctorCommand,
];
