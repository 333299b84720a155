import { useState } from 'react';
import { Card } from '../../parts/Card.tsx';
import { Count, Duration } from '../../parts/Figures.tsx';
import { Status, type StatusKind } from '../../parts/Status.tsx';
import { type Column, Table } from '../../parts/Table.tsx';
import { Tabs } from '../../parts/Tabs.tsx';
import { TimelineMeter } from '../../parts/TimelineBar.tsx';
import { SheetSection } from './SheetSection.tsx';

type Row = {
  id: string;
  kind: StatusKind;
  words: string;
  flow: string;
  took: number;
  read: number;
  failed: number;
};

const rows: Row[] = [
  {
    id: 'a',
    kind: 'running',
    words: 'Running',
    flow: 'Shop customers to newsletter and CRM',
    took: 3_000,
    read: 1318,
    failed: 3,
  },
  {
    id: 'b',
    kind: 'waiting',
    words: 'Waiting, 6',
    flow: 'Shop customers to newsletter and CRM',
    took: 41_000,
    read: 8800,
    failed: 0,
  },
  {
    id: 'c',
    kind: 'success',
    words: 'Done',
    flow: 'Support tickets to CRM',
    took: 9_000,
    read: 412,
    failed: 0,
  },
  {
    id: 'd',
    kind: 'failed',
    words: 'Stopped',
    flow: 'Invoices to accounting',
    took: 130_000,
    read: 640,
    failed: 428,
  },
];
const columns: Column<Row>[] = [
  { key: 'result', head: 'Result', cell: (row) => <Status kind={row.kind}>{row.words}</Status> },
  { key: 'flow', head: 'Flow', cell: (row) => <span className="font-medium">{row.flow}</span>, grows: true },
  {
    key: 'took',
    head: 'Took',
    wideOnly: true,
    cell: (row) => (
      <span className="inline-flex items-center gap-2.5">
        <TimelineMeter
          label="Time"
          total={row.took}
          segments={[
            { kind: 'working', from: 0, to: row.took * 0.7 },
            { kind: 'held', from: row.took * 0.7, to: row.took * 0.9 },
            { kind: 'waiting', from: row.took * 0.9, to: row.took },
          ]}
        />
        <Duration milliseconds={row.took} clock />
      </span>
    ),
  },
  { key: 'read', head: 'Read', numeric: true, wideOnly: true, cell: (row) => <Count value={row.read} /> },
  { key: 'failed', head: 'Failed', numeric: true, cell: (row) => <Count value={row.failed} failed /> },
];
const sample = [
  { id: 'shop:12', email: 'lena.brandt@example.test', country: 'DE', value: '842.00' },
  { id: 'shop:17', email: 'ana.kovac@example.test', country: 'HR', value: '6,412.50' },
  { id: 'shop:28', email: 'sofia.lind@example.test', country: 'SE', value: '9,870.00' },
];

export function ListSheet() {
  const [tab, setTab] = useState('output');
  return (
    <div className="grid gap-x-8 desk:grid-cols-2">
      <SheetSection title="Table, rows that lead on">
        <Table
          label="Runs"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => `/runs/${row.id}`}
          rowAbove={(_, index) => index === 3 && 'Earlier today'}
          foot="61 more runs without failures"
        />
      </SheetSection>
      <SheetSection title="Tabs and compact table">
        <Card>
          <Tabs
            label="Data"
            value={tab}
            onChange={setTab}
            tabs={[
              { value: 'input', label: 'Input', count: 25 },
              { value: 'output', label: 'Output', count: 24 },
              { value: 'failed', label: 'Failed', count: 1, countKind: 'failed' },
            ]}
          >
            <Table
              compact
              label="Records that went on"
              columns={[
                { key: 'id', head: 'source_id', mono: true, cell: (row) => row.id },
                { key: 'email', head: 'email', mono: true, grows: true, cell: (row) => row.email },
                { key: 'country', head: 'country', mono: true, wideOnly: true, cell: (row) => row.country },
                { key: 'value', head: 'lifetime_value', mono: true, numeric: true, cell: (row) => row.value },
              ]}
              rows={sample}
              rowKey={(row) => row.id}
              selectedKey="shop:17"
            />
          </Tabs>
        </Card>
      </SheetSection>
    </div>
  );
}
