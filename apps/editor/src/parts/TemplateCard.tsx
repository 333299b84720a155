import { CalendarClock, Check, Plus, Zap } from 'lucide-react';
import { Link } from 'wouter';
import { Icon } from './Icon.tsx';
import { MiniCanvas, type MiniStep } from './MiniCanvas.tsx';

export type TemplateSummary = {
  id: string;
  title: string;
  /** What it does, in one sentence. */
  note: string;
  steps: readonly MiniStep[];
  edges: readonly (readonly [from: string, to: string])[];
  /** The systems it needs, and whether each is connected. */
  systems: readonly { name: string; connected: boolean }[];
  starts: readonly ('change' | 'schedule')[];
};

type TemplateCardProps = { template: TemplateSummary; href: string; selected?: boolean };

const startLooks = {
  change: { icon: Zap, word: 'On change' },
  schedule: { icon: CalendarClock, word: 'On schedule' },
};

/** A template as its drawing, its sentence and what it needs. The whole card is the link. */
export function TemplateCard({ template, href, selected }: TemplateCardProps) {
  return (
    <article
      aria-current={selected ? 'true' : undefined}
      className="relative flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-panel hover:border-edge-strong has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-focus aria-[current=true]:border-accent aria-[current=true]:ring-1 aria-[current=true]:ring-accent"
    >
      <MiniCanvas steps={template.steps} edges={template.edges} className="border-b border-line" />
      <div className="flex flex-1 flex-col gap-1 px-3.5 py-3">
        <h3 className="truncate text-md tracking-[-.01em]">
          <Link href={href} className="text-ink outline-none after:absolute after:inset-0">
            {template.title}
          </Link>
        </h3>
        <p className="text-xs leading-[17px] text-ink-2">{template.note}</p>
        <div className="mt-auto flex flex-wrap items-center gap-x-3 gap-y-1 pt-2 text-xs">
          <ul className="flex flex-wrap gap-x-3 gap-y-1">
            {template.systems.map((system) => (
              <li
                key={system.name}
                className={`inline-flex items-center gap-1 whitespace-nowrap ${system.connected ? 'text-ink-2' : 'text-ink-3'}`}
              >
                <Icon
                  of={system.connected ? Check : Plus}
                  size="xs"
                  className={system.connected ? 'text-success' : undefined}
                />
                {system.name}
                <span className="sr-only">{system.connected ? ', connected' : ', to be connected'}</span>
              </li>
            ))}
          </ul>
          <ul className="ml-auto flex gap-1.5 text-ink-3">
            {template.starts.map((start) => (
              <li key={start} title={startLooks[start].word}>
                <Icon of={startLooks[start].icon} size="sm" />
                <span className="sr-only">{startLooks[start].word}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </article>
  );
}
