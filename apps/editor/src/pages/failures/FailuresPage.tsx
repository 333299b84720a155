import { Suspense } from 'react';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { type Tab, Tabs } from '../../parts/Tabs.tsx';
import { PageHead } from '../../shell/PageHead.tsx';
import { useUrlState } from '../../urlState.ts';
import { FailedTab } from './FailedTab.tsx';
import { type FailureTab, failureFields } from './failureFields.ts';
import { CauseRecords, IgnoredTab, OrphansTab } from './lazyParts.ts';
import { useCauses } from './letterQueries.ts';

/** Everything that is not as it should be at a destination: failed, in doubt, gone at the source, ignored. */
export default function FailuresPage() {
  const [{ tab, open, flow, step, code, field }, setAddress] = useUrlState(failureFields);
  const causes = useCauses();
  if (open)
    return (
      <Suspense fallback={<SkeletonRows label="Loading the records" rows={10} height="table" />}>
        <CauseRecords
          key={`${flow} ${step} ${code} ${field}`}
          cause={{ flow, node: step, code, field: field || null }}
        />
      </Suspense>
    );
  const total = causes.data?.total;
  const tabs: readonly Tab<FailureTab>[] = [
    { value: 'failed', label: 'Failed', ...(total ? { count: total, countKind: 'failed' as const } : {}) },
    { value: 'doubt', label: 'In doubt' },
    { value: 'gone', label: 'Gone at the source' },
    { value: 'ignored', label: 'Ignored' },
  ];
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageHead title="Not synced" />
      <Tabs
        label="Kinds of records"
        value={tab}
        onChange={(next) => setAddress({ tab: next })}
        tabs={tabs}
        className="flex-1 wide:px-2"
      >
        <Suspense fallback={<SkeletonRows label="Loading this list" rows={8} height="table" />}>
          {tab === 'failed' && <FailedTab causes={causes} />}
          {tab === 'doubt' && <OrphansTab key="doubt" kind="in-doubt" />}
          {tab === 'gone' && <OrphansTab key="gone" kind="gone-at-source" />}
          {tab === 'ignored' && <IgnoredTab />}
        </Suspense>
      </Tabs>
    </div>
  );
}
