import { ChevronRight, LayoutTemplate, Play, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Kbd } from '../../parts/Kbd.tsx';
import { MiniCanvas } from '../../parts/MiniCanvas.tsx';
import { TemplateCard, type TemplateSummary } from '../../parts/TemplateCard.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { Tile } from '../../parts/Tile.tsx';
import { useTitle } from '../../shell/useTitle.ts';
import { demoEdges, demoSteps } from './demoSketch.ts';

type HomeViewProps = {
  /** Makes the demo flow and opens it. Left out: the card leads to the templates instead. */
  onRunDemo?: () => void;
  /** Words while the demo is being made. */
  demoBusy?: string | undefined;
  /** Opens the advisor. Its button is drawn only when there is one. */
  onHelpMeChoose?: () => void;
  templateCount?: number | undefined;
  /** The three used most. The section is drawn once they are known. */
  templates?: readonly TemplateSummary[] | undefined;
};

/** The first page: three ways to begin, each one press away. */
export function HomeView({ onRunDemo, demoBusy, onHelpMeChoose, templateCount, templates }: HomeViewProps) {
  useTitle('Home');
  return (
    <div className="w-full max-w-308 px-4 pt-8 pb-8 wide:px-8 wide:pt-13 desk:px-16">
      <h1 className="text-xl tracking-[-.028em] wide:text-2xl">Bring your customer data together</h1>
      <p className="mt-2 max-w-[62ch] text-md leading-[22px] text-ink-2">
        Draw where records come from, what happens to them and where they go. Syncline keeps every system the
        same, and can tell you why a record is not.
      </p>
      <div className="mt-7 grid gap-3.5 desk:grid-cols-[1.35fr_1fr_1fr]">
        <DemoCard onRunDemo={onRunDemo} busy={demoBusy} />
        <StartCard
          icon={LayoutTemplate}
          title="Start from a template"
          actions={
            <ButtonLink href="/templates" size="lg">
              See templates
            </ButtonLink>
          }
        >
          {templateCount ? `${templateCount} working flows` : 'Working flows'} for files, databases, web forms
          and web services. Each runs on sample data before you connect anything.
        </StartCard>
        <StartCard
          icon={Workflow}
          title="Draw your own"
          actions={
            <>
              <ButtonLink href="/flows/new" size="lg">
                New flow
              </ButtonLink>
              {onHelpMeChoose && (
                <Button kind="ghost" size="lg" onClick={onHelpMeChoose}>
                  Help me choose
                </Button>
              )}
            </>
          }
        >
          {onHelpMeChoose
            ? 'An empty canvas. Not sure whether to sync on change or at night? Answer six questions and get a proposal.'
            : 'An empty canvas. Begin with the system your records come from; the next step is offered where you stop.'}
        </StartCard>
      </div>
      {templates && templates.length > 0 && (
        <section>
          <div className="mt-9 mb-3 flex items-center gap-2">
            <h2 className="text-md">Often used first</h2>
            <TextLink href="/templates" small className="ml-auto">
              All templates <Icon of={ChevronRight} size="xs" />
            </TextLink>
          </div>
          <div className="grid gap-3.5 wide:grid-cols-2 desk:grid-cols-3">
            {templates.map((template) => (
              <TemplateCard
                key={template.id}
                template={template}
                href={`/templates?template=${encodeURIComponent(template.id)}`}
              />
            ))}
          </div>
        </section>
      )}
      <p className="mt-6.5 hidden gap-4.5 text-xs text-ink-3 wide:flex">
        <Hint keys="$mod+k">Find anything</Hint>
        <Hint keys="n">New flow</Hint>
        <Hint keys="?">All keys</Hint>
      </p>
    </div>
  );
}

type DemoCardProps = { onRunDemo: (() => void) | undefined; busy: string | undefined };

function DemoCard({ onRunDemo, busy }: DemoCardProps) {
  return (
    <section className="flex min-w-0 flex-col overflow-hidden rounded-lg border border-accent-line bg-panel">
      <MiniCanvas steps={demoSteps} edges={demoEdges} height={104} className="border-b border-line" />
      <div className="flex flex-1 flex-col gap-1.5 px-4.5 pt-4 pb-4.5">
        <h2 className="text-lg tracking-[-.015em]">Run the 60-second demo</h2>
        <p className="max-w-[46ch] text-ink-2">
          A messy file of 120 customers and a database are built in. Watch 117 of them arrive clean, and read
          why three did not.
        </p>
        <div className="mt-auto flex flex-wrap items-center gap-x-2.5 gap-y-2 pt-3">
          {onRunDemo ? (
            <Button kind="primary" size="lg" icon={Play} onClick={onRunDemo} busy={busy}>
              Run the demo
            </Button>
          ) : (
            <ButtonLink kind="primary" size="lg" icon={Play} href="/templates">
              Choose the demo
            </ButtonLink>
          )}
          <span className="text-xs text-ink-3">Nothing to install or sign up for</span>
        </div>
      </div>
    </section>
  );
}

type StartCardProps = { icon: typeof Workflow; title: string; children: ReactNode; actions: ReactNode };

function StartCard({ icon, title, children, actions }: StartCardProps) {
  return (
    <section className="flex min-w-0 flex-col gap-1.5 rounded-lg border border-line bg-panel p-4.5">
      <Tile category="plain" icon={icon} size="lg" />
      <h2 className="mt-1.5 text-lg tracking-[-.015em]">{title}</h2>
      <p className="max-w-[44ch] text-ink-2">{children}</p>
      <div className="mt-auto flex flex-wrap gap-1 pt-3">{actions}</div>
    </section>
  );
}

function Hint({ keys, children }: { keys: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Kbd keys={keys} />
      {children}
    </span>
  );
}
