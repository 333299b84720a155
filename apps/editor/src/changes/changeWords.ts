import { type CatalogueNode, type FlowDocument, type FlowEdge, mainPort } from '@syncline/model';
import { cronWords } from '../canvas/stepFact.ts';
import { readFields } from '../forms/formField.ts';
import { stepLook } from '../runs/stepLook.ts';
import type { FlowChange } from './diffFlows.ts';

/** The two documents a change lies between, and what the catalogue knows of their steps. */
export interface ChangeScene {
  before: FlowDocument;
  after: FlowDocument;
  entry(type: string): CatalogueNode | undefined;
}

const settingTitles: Record<string, string> = {
  name: 'Name of the flow',
  description: 'Description of the flow',
  parts: 'Parts that run beside each other',
  overlap: 'When a run still goes on',
  catchup: 'After missed times',
  errorBudget: 'Stop after failed records',
};

/** One change as a sentence, with from and to. @example 'Nightly: Schedule changed from daily 02:00 to daily 04:00' */
export function changeWords(change: FlowChange, scene: ChangeScene): string {
  const title = (step: string) => titleIn(scene, step);
  switch (change.kind) {
    case 'step-added':
      return `${title(change.step)} added`;
    case 'step-removed':
      return `${title(change.step)} removed`;
    case 'step-renamed':
      return `${titleIn({ ...scene, after: scene.before }, change.step)} renamed to ${title(change.step)}`;
    case 'type-changed':
      return `${title(change.step)}: was ${typeTitle(scene, change.from)}, is now ${typeTitle(scene, change.to)}`;
    case 'connection-changed':
      return `${title(change.step)}: connection ${fromTo(change.from, change.to)}`;
    case 'notes-changed':
      return `${title(change.step)}: notes changed`;
    case 'rows-moved':
      return `${title(change.step)}: order of ${pathTitle(scene, change.step, change.path)} changed`;
    case 'setting-changed':
      return settingWords(change, scene);
    case 'edge-added':
      return `${edgeWords(scene, change.edge)}: connected`;
    case 'edge-removed':
      return `${edgeWords(scene, change.edge)}: no longer connected`;
    case 'table-added':
      return `Table ${change.table} added`;
    case 'table-removed':
      return `Table ${change.table} removed`;
    case 'table-changed':
      return `Table ${change.table} changed`;
    case 'flow-changed':
      return `${settingTitles[change.what] ?? change.what} ${fromTo(change.from, change.to)}`;
  }
}

/** Step a change is about, if it is still there to be opened. */
export function stepOf(change: FlowChange, after: FlowDocument): string | null {
  const step = 'step' in change ? change.step : 'edge' in change ? change.edge[0] : null;
  return step !== null && Object.hasOwn(after.nodes, step) ? step : null;
}

function titleIn({ before, after, entry }: ChangeScene, step: string): string {
  const node = after.nodes[step] ?? before.nodes[step];
  return stepLook(step, node, entry(node?.type ?? '')).title;
}

const typeTitle = ({ entry }: ChangeScene, type: string) => entry(type)?.title ?? type;

function edgeWords(scene: ChangeScene, edge: FlowEdge): string {
  const port = edge[2] !== undefined && edge[2] !== mainPort ? ` (${edge[2]})` : '';
  return `${titleIn(scene, edge[0])}${port} to ${titleIn(scene, edge[1])}`;
}

function fieldsOf(scene: ChangeScene, step: string) {
  const node = scene.after.nodes[step] ?? scene.before.nodes[step];
  const entry = scene.entry(node?.type ?? '');
  return entry ? readFields(entry.configSchema) : [];
}

function pathTitle(scene: ChangeScene, step: string, path: readonly string[]): string {
  const [first = 'settings', ...rest] = path;
  const field = fieldsOf(scene, step).find(({ name }) => name === first);
  // A mapping is named by the field it makes: "email: steps" says it all.
  const words = first === 'fields' && rest.length > 0 ? rest : [field?.title ?? first, ...rest];
  return words.join(': ');
}

function settingWords(change: Extract<FlowChange, { kind: 'setting-changed' }>, scene: ChangeScene): string {
  const { step, path, from, to } = change;
  const where = `${titleIn(scene, step)}: ${pathTitle(scene, step, path)}`;
  const field = fieldsOf(scene, step).find(({ name }) => name === path[0]);
  if (field?.kind === 'secret') return `${where} changed`;
  const row = path[0] === 'fields' && path.length === 2;
  if (row && from === undefined) return `${where} added`;
  if (row && to === undefined) return `${where} removed`;
  const show = path.at(-1) === 'cron' ? (value: unknown) => cronOf(value) : undefined;
  return `${where} ${fromTo(from, to, show)}`;
}

const cronOf = (value: unknown) => (typeof value === 'string' ? cronWords(value) : value);

function fromTo(from: unknown, to: unknown, show: (value: unknown) => unknown = (value) => value): string {
  if (isEmpty(from)) return `set to ${shorten(show(to))}`;
  if (isEmpty(to)) return `cleared, was ${shorten(show(from))}`;
  const [old, now] = [shorten(show(from)), shorten(show(to))];
  // Two long values that begin alike would read as the same.
  return old === now ? 'changed' : `changed from ${old} to ${now}`;
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

const longest = 60;

function shorten(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value) && value.every((item) => typeof item !== 'object')
        ? value.join(', ') || 'nothing'
        : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
