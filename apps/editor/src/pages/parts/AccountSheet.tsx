import { BalanceBar } from '../../parts/BalanceBar.tsx';
import { Card } from '../../parts/Card.tsx';
import { CodeBlock } from '../../parts/CodeBlock.tsx';
import { KeyValueList } from '../../parts/KeyValueList.tsx';
import { LogLine } from '../../parts/LogLine.tsx';
import { ProgressLine } from '../../parts/ProgressLine.tsx';
import { Sparkbars } from '../../parts/Sparkbars.tsx';
import { TemplateCard, type TemplateSummary } from '../../parts/TemplateCard.tsx';
import { TimelineBar, TimelineLegend } from '../../parts/TimelineBar.tsx';
import { WorkerLine } from '../../shell/WorkerLine.tsx';
import { demoEdges, demoSteps } from '../home/demoSketch.ts';
import { SheetSection } from './SheetSection.tsx';

const bars = Array.from({ length: 48 }, (_, index) => ({
  label: `${String(Math.floor(index / 2)).padStart(2, '0')}:${index % 2 ? '30' : '00'}`,
  count: 12 + ((index * 37) % 29) + (index > 20 && index < 34 ? 20 : 0),
  failed: index % 11 === 3 ? 6 : 0,
  live: index === 47,
}));
const template: TemplateSummary = {
  id: 'shop-to-mail',
  title: 'Shop customers to mailing list',
  note: 'New and changed customers within seconds, everyone again each night.',
  steps: demoSteps,
  edges: demoEdges,
  systems: [
    { name: 'Demo Shop', connected: true },
    { name: 'PostgreSQL', connected: false },
  ],
  starts: ['change', 'schedule'],
};
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 2, 0, 0, seconds * 1000)).toISOString();

export function AccountSheet() {
  return (
    <div className="grid gap-x-8 desk:grid-cols-2">
      <SheetSection title="The account">
        <div className="flex flex-col gap-4">
          <BalanceBar
            read={1204}
            written={1101}
            unchanged={94}
            waiting={6}
            failed={3}
            finished
            hrefFor={(part) => `/runs/8412?show=${part}`}
          />
          <BalanceBar read={8800} written={1190} unchanged={0} waiting={0} failed={3} finished={false} />
          <BalanceBar read={100} written={90} unchanged={0} waiting={0} failed={0} finished />
        </div>
      </SheetSection>
      <SheetSection title="Counts over time, shares">
        <Sparkbars label="Runs per half hour" bars={bars} axis={['12:00 yesterday', '00:00', 'Now']} />
        <div className="mt-3 flex items-center gap-3 text-xs">
          Calls today
          <span className="w-28">
            <ProgressLine
              label="Calls today, 940 of 1,000"
              value={940}
              max={1000}
              look="meter"
              kind="warning"
            />
          </span>
          940 of 1,000
          <span className="w-40">
            <ProgressLine label="Clean and map, 1,204 of 8,800" value={1204} max={8800} />
          </span>
        </div>
      </SheetSection>
      <SheetSection title="Timeline">
        <Card>
          <div className="grid grid-cols-[104px_minmax(0,1fr)] items-center px-3.5 py-2">
            <span>Nightly</span>
            <TimelineBar
              label="Nightly"
              total={48_000}
              segments={[
                { kind: 'waiting', from: 0, to: 800 },
                { kind: 'working', from: 800, to: 8000 },
              ]}
            />
            <span>Newsletter</span>
            <TimelineBar
              label="Newsletter"
              total={48_000}
              segments={[
                { kind: 'working', from: 2400, to: 10_100 },
                { kind: 'retrying', from: 10_100, to: 12_150 },
                { kind: 'held', from: 12_150, to: 20_850 },
                { kind: 'working', from: 20_850, to: 47_000 },
              ]}
            />
          </div>
          <div className="border-t border-line px-3.5 py-2">
            <TimelineLegend totals={{ working: 31_400, waiting: 1900, retrying: 2000, held: 12_900 }} />
          </div>
        </Card>
      </SheetSection>
      <SheetSection title="Log">
        <Card>
          <ol className="py-1.5">
            <LogLine
              at={at(0.012)}
              level="info"
              step="Nightly"
              text="Reading customers changed since 20 Nov 02:00"
            />
            <LogLine
              at={at(7.381)}
              level="error"
              step="Clean and map"
              record={{ key: 'shop:991', href: '/records/shop:991' }}
              text="E-mail missing, kept in failed records"
            />
            <LogLine
              at={at(10.126)}
              level="warn"
              step="Newsletter"
              text="429 too many requests, trying again in 2 s (2 of 5)"
            />
            <LogLine
              at={at(12.15)}
              level="debug"
              step="Newsletter"
              text="Holding 8.7 s to stay under 1,000 calls a minute"
            />
          </ol>
        </Card>
      </SheetSection>
      <SheetSection title="Values">
        <KeyValueList
          mono
          entries={[
            { key: 'email', value: 'jonas.weber@example.test' },
            { key: 'first_name', value: 'Jonas' },
            { key: 'birthday', value: '1985-06-14' },
          ]}
        />
        <div className="mt-3">
          <CodeBlock
            label="Reply of Mailchimp"
            code={'{\n  "title": "Invalid Resource",\n  "detail": "Please provide a valid email address."\n}'}
          />
        </div>
      </SheetSection>
      <SheetSection title="A flow in small">
        <div className="grid gap-3.5 wide:grid-cols-2">
          <TemplateCard template={template} href="/templates?template=shop-to-mail" />
          <TemplateCard template={template} href="/templates?template=chosen" selected />
        </div>
        <div className="mt-3">
          <WorkerLine state="well" words="2 workers, all well" />
          <WorkerLine state="busy" words="1 worker, 318 records queue" />
          <WorkerLine state="away" words="No worker since 11:58" />
        </div>
      </SheetSection>
    </div>
  );
}
