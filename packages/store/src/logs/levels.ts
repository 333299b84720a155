import type { LogLevel } from '@syncline/model';

/** On disk: never change a number. */
const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export const levelNumber = (level: LogLevel): number => levels.indexOf(level);
export const levelOf = (number: number): LogLevel => levels[number] ?? 'error';
