import { useEffect, useState } from 'react';
import { joinClasses } from './classes.ts';

const widths = ['w-[46%]', 'w-[88%]', 'w-[72%]', 'w-[80%]', 'w-[64%]'];

type SkeletonRowsProps = {
  /** What is being read, for screen readers and after two seconds for everyone: "Reading runs". */
  label: string;
  /** How far, once known: "10 of 40 MB". */
  progress?: string | undefined;
  rows?: number;
  /** Row height of what will be here. */
  height?: 'compact' | 'row' | 'table';
};

const heights = { compact: 'h-(--row-compact)', row: 'h-(--row)', table: 'h-10' };

/** Nothing for 200 ms, then grey rows in the real row height, after two seconds words as well. */
export function SkeletonRows({ label, progress, rows = 4, height = 'row' }: SkeletonRowsProps) {
  const phase = useWaitPhase();
  return (
    <div role="status" aria-busy="true" className="px-3">
      <span className="sr-only">{label}</span>
      {phase !== 'hidden' && (
        <div aria-hidden="true">
          {Array.from({ length: rows }, (_, index) => (
            <div key={index} className={joinClasses('flex items-center', heights[height])}>
              <div className={joinClasses('h-2.5 rounded-full bg-pressed', widths[index % widths.length])} />
            </div>
          ))}
        </div>
      )}
      {phase === 'long' && (
        <p className="py-2 text-xs text-ink-3">
          {label}
          {progress && `, ${progress}`}
        </p>
      )}
    </div>
  );
}

function useWaitPhase(): 'hidden' | 'shown' | 'long' {
  const [phase, setPhase] = useState<'hidden' | 'shown' | 'long'>('hidden');
  useEffect(() => {
    const show = setTimeout(() => setPhase('shown'), 200);
    const explain = setTimeout(() => setPhase('long'), 2000);
    return () => {
      clearTimeout(show);
      clearTimeout(explain);
    };
  }, []);
  return phase;
}
