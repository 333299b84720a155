import { runRoutes } from 'virtual:contract';
import type { LogLine as Line } from '@syncline/model';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Download } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { addressOf, call } from '../../api/client.ts';
import { buttonClasses } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { LogLine } from '../../parts/LogLine.tsx';
import { Select } from '../../parts/Select.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { Switch } from '../../parts/Switch.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { urlChoice, urlText, useUrlState } from '../../urlState.ts';

type RunLogsProps = {
  runId: string;
  live: boolean;
  liveLines: readonly Line[];
  step: string;
  onStep: (step: string | null) => void;
  steps: readonly string[];
  titleOf: (node: string) => string;
};

const fields = { level: urlChoice(['any', 'info', 'warn', 'error']), text: urlText() };
const levels = [
  { value: 'any', label: 'All levels' },
  { value: 'info', label: 'Info and above' },
  { value: 'warn', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors' },
] as const;
const rowHeight = 22;
const order = { debug: 0, info: 1, warn: 2, error: 3 };

/** The log of a run: filtered in the address, read page by page, following while the run goes on. */
export function RunLogs({ runId, live, liveLines, step, onStep, steps, titleOf }: RunLogsProps) {
  const [{ level, text }, setFilters] = useUrlState(fields);
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const filters = {
    ...(level === 'any' ? {} : { level }),
    ...(step ? { node: step } : {}),
    ...(text ? { text } : {}),
  };
  const pages = useInfiniteQuery({
    queryKey: ['run-logs', runId, filters],
    queryFn: ({ pageParam, signal }) =>
      call(runRoutes.listRunLogs, {
        params: { id: runId },
        query: { ...filters, after: pageParam, limit: 500 },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });
  const lines = useMemo(() => {
    const read = pages.data?.pages.flatMap((page) => page.items) ?? [];
    const last = read.at(-1)?.seq ?? 0;
    const fits = (line: Line) =>
      line.seq > last &&
      (level === 'any' || order[line.level] >= order[level]) &&
      (!step || line.node === step) &&
      (!text || line.text.toLowerCase().includes(text.toLowerCase()));
    return pages.hasNextPage ? read : [...read, ...liveLines.filter(fits)];
  }, [pages.data, pages.hasNextPage, liveLines, level, step, text]);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });

  const count = lines.length;
  useEffect(() => {
    if (live && follow && count > 0) rows.scrollToIndex(count - 1);
  }, [live, follow, count, rows]);
  const lastShown = rows.getVirtualItems().at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= count - 50) void fetchNextPage();
  }, [lastShown, count, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const onScroll = () => {
    const element = box.current;
    // Follow stops when one scrolls up, and goes on at the end.
    if (element) setFollow(element.scrollHeight - element.scrollTop - element.clientHeight < rowHeight * 2);
  };

  return (
    <Card
      title="Logs"
      actions={
        <>
          {live && <Switch label="Follow" checked={follow} onChange={setFollow} />}
          <Select
            size="sm"
            label="Level"
            value={level}
            onChange={(next) => setFilters({ level: next }, { replace: true })}
            options={levels}
          />
          <Select
            size="sm"
            label="Step"
            value={step}
            onChange={(next) => onStep(next || null)}
            options={[
              { value: '', label: 'All steps' },
              ...steps.map((name) => ({ value: name, label: titleOf(name) })),
            ]}
          />
          <TextInput
            value={text}
            onChange={(event) => setFilters({ text: event.target.value }, { replace: true })}
            placeholder="Text"
            aria-label="Find in the log"
            size="sm"
          />
          <a
            className={buttonClasses('ghost', 'sm')}
            href={addressOf(runRoutes.downloadRunLogs, { params: { id: runId }, query: filters })}
            download={`run-${runId}.ndjson`}
          >
            <Icon of={Download} size="sm" /> Download
          </a>
        </>
      }
    >
      {pages.isPending && <SkeletonRows label="Reading the log" rows={6} height="compact" />}
      {pages.isSuccess && count === 0 && (
        <p className="p-3.5 text-ink-2">
          {level !== 'any' || step || text
            ? 'No line fits these filters.'
            : 'The first line shows here within a second of the start.'}
        </p>
      )}
      <section
        ref={box}
        onScroll={onScroll}
        aria-label="Log lines"
        className="max-h-80 overflow-y-auto py-1"
        {...(count > 0 ? { tabIndex: 0 } : {})}
      >
        <ol className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const line = lines[row.index];
            return (
              line && (
                <LogLine
                  key={line.seq}
                  place={{ ref: rows.measureElement, index: row.index, top: row.start }}
                  at={line.ts}
                  level={line.level}
                  step={line.node ? titleOf(line.node) : 'Run'}
                  text={line.text}
                  {...(line.key ? { record: { key: line.key } } : {})}
                />
              )
            );
          })}
        </ol>
      </section>
    </Card>
  );
}
