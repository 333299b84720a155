import type { Ref } from 'react';
import { Link } from 'wouter';
import { joinClasses } from './classes.ts';
import { formatLogTime } from './format.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

type LogLineProps = {
  at: string;
  level: LogLevel;
  step: string;
  text: string;
  /** The record it is about; a link when it can be opened. */
  record?: { key: string; href?: string };
  /** For a list that draws only what is in view. */
  place?: { ref: Ref<HTMLLIElement>; index: number; top: number };
};

const looks: Record<LogLevel, { row: string; word: string }> = {
  debug: { row: '', word: 'text-ink-3' },
  info: { row: '', word: 'text-ink-2' },
  warn: { row: 'bg-warning-soft', word: 'text-warning' },
  error: { row: 'bg-failed-soft', word: 'text-failed' },
};

/** One line of a run's log: time, level, step, text. Put lines into an `<ol>`. */
export function LogLine({ at, level, step, text, record, place }: LogLineProps) {
  const look = looks[level];
  return (
    <li
      {...(place && {
        ref: place.ref,
        'data-index': place.index,
        style: { transform: `translateY(${place.top}px)` },
      })}
      className={joinClasses(
        place && 'absolute inset-x-0',
        'grid grid-cols-[96px_48px_minmax(0,1fr)] gap-x-2.5 px-3.5 py-px font-mono text-[11.5px] leading-5 wide:grid-cols-[96px_48px_120px_minmax(0,1fr)]',
        look.row,
      )}
    >
      <time dateTime={at} className={look.row ? 'text-ink-2' : 'text-ink-3'}>
        {formatLogTime(at)}
      </time>
      <span className={joinClasses('text-2xs leading-5 font-semibold', look.word)}>
        {level.toUpperCase()}
      </span>
      <span className="truncate text-ink-2">{step}</span>
      <span className="text-ink wrap-anywhere max-wide:col-span-3">
        {record &&
          (record.href ? (
            <Link href={record.href} className="text-accent-text underline underline-offset-2">
              {record.key}
            </Link>
          ) : (
            <span className="text-accent-text">{record.key}</span>
          ))}{' '}
        {text}
      </span>
    </li>
  );
}
