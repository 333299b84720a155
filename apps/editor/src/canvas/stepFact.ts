import type { CatalogueNode, FlowNode } from '@syncline/model';

const two = (part: string) => part.padStart(2, '0');
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A schedule in two words where it has a short name, else as written. @example cronWords('0 2 * * *') // 'daily 02:00' */
export function cronWords(cron: string): string {
  const [minute = '', hour = '', day, month, weekday = ''] = cron.trim().split(/\s+/);
  if (day !== '*' || month !== '*') return cron;
  const every = /^\*\/(\d{1,2})$/.exec(minute);
  if (hour === '*' && weekday === '*') {
    if (minute === '*') return 'every minute';
    if (every) return `every ${every[1]} min`;
    if (/^\d{1,2}$/.test(minute)) return minute === '0' ? 'hourly' : `hourly at :${two(minute)}`;
  }
  const hours = /^\*\/(\d{1,2})$/.exec(hour);
  if (hours && minute === '0' && weekday === '*') return `every ${hours[1]} h`;
  if (!/^\d{1,2}$/.test(minute) || !/^\d{1,2}$/.test(hour)) return cron;
  const time = `${two(hour)}:${two(minute)}`;
  if (weekday === '*') return `daily ${time}`;
  if (weekday === '1-5') return `weekdays ${time}`;
  return /^[0-7]$/.test(weekday) ? `${days[Number(weekday)]} ${time}` : cron;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** How the step does its work, after the system's name: "daily 02:00", "on change", "upsert". */
export function stepHow(node: FlowNode | undefined, entry: CatalogueNode | undefined): string {
  if (!node) return '';
  const cron = textOf(node.config.cron);
  switch (entry?.role) {
    case 'schedule':
      return cron === '' ? 'no times yet' : cronWords(cron);
    case 'trigger':
      return 'on change';
    case 'destination':
      return node.type.split('.')[1] ?? '';
    default:
      return '';
  }
}

/** The one fact at the foot of an idle card: what is set up, or what is still to do. */
export function stepFact(node: FlowNode | undefined, entry: CatalogueNode | undefined): string {
  if (!node) return '';
  const { config } = node;
  if (Array.isArray(config.fields)) {
    const rows: unknown[] = config.fields;
    const mapped = rows.filter(isMapped).length;
    return rows.length === 0 ? 'Nothing mapped yet' : `${mapped} of ${rows.length} mapped`;
  }
  if (Array.isArray(config.paths))
    return config.paths.length === 1 ? '1 path and the rest' : `${config.paths.length} paths and the rest`;
  const place = textOf(config.table) || textOf(config.file) || textOf(config.path) || textOf(config.stream);
  if (place !== '') return place;
  if (textOf(config.query) !== '') return 'own query';
  if (config.where !== undefined) return 'one condition';
  if (entry?.connection && !entry.connection.optional && node.connection === undefined)
    return 'No connection yet';
  return node.connection ?? (entry?.role === 'transform' ? 'Not set up yet' : '');
}

function isMapped(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false;
  return ['from', 'value', 'expression'].some((key) => {
    const value: unknown = Reflect.get(row, key);
    return value !== undefined && value !== '';
  });
}
