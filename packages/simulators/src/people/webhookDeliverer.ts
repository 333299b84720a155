import type { Contact } from './contact.ts';

/** How events leave, each share from 0 to 1. Everything is drawn from the seeded generator. */
export interface WebhookRule {
  /** Where events are posted to. */
  url: string;
  /** Share of events that are sent twice or three times. */
  duplicates?: number;
  /** Events are held back for up to so long, each for another time, so they come in another order. At most 60 s. */
  shuffleMs?: number;
  /** Share of events that are never sent. */
  drops?: number;
  /** Events name their contact only. */
  thin?: boolean;
}

export type ContactEventType = 'contact.created' | 'contact.updated' | 'contact.deleted';

export interface SentEvent {
  id: string;
  type: ContactEventType;
  contact: string;
  fate: 'sent' | 'dropped' | 'failed';
}

const longestShuffleMs = 60_000;
const tries = 5;

/** Posts what happens to contacts, as badly as a vendor may. Bodies are as the contact was at that time. */
export class WebhookDeliverer {
  readonly #draw: () => number;
  readonly #sent: SentEvent[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #rule: WebhookRule | null = null;
  #count = 0;

  constructor(draw: () => number) {
    this.#draw = draw;
  }

  /** Null = nothing is sent from now on. */
  configure(rule: WebhookRule | null): void {
    this.#rule = rule;
  }

  announce(type: ContactEventType, contact: Contact): void {
    const rule = this.#rule;
    if (rule === null) return;
    this.#count += 1;
    const id = `evt_${this.#count}`;
    const event: SentEvent = { id, type, contact: contact.id, fate: 'sent' };
    this.#sent.push(event);
    if (this.#draw() < (rule.drops ?? 0)) {
      event.fate = 'dropped';
      return;
    }
    const data = rule.thin ? { id: contact.id } : contact;
    const body = JSON.stringify({ id, type, ...(rule.thin ? {} : { at: contact.updated_at }), data });
    const copies = this.#draw() < (rule.duplicates ?? 0) ? 2 + Math.floor(this.#draw() * 2) : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const afterMs = this.#draw() * Math.min(rule.shuffleMs ?? 0, longestShuffleMs);
      this.#track(this.#deliver(rule.url, event, body, afterMs));
    }
  }

  /** Resolves when nothing is under way any more. */
  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  sent(): readonly SentEvent[] {
    return this.#sent;
  }

  #track(delivery: Promise<void>): void {
    this.#underWay.add(delivery);
    void delivery.finally(() => this.#underWay.delete(delivery));
  }

  async #deliver(url: string, event: SentEvent, body: string, afterMs: number): Promise<void> {
    for (let tried = 0; tried < tries; tried += 1) {
      await sleep(tried === 0 ? afterMs : 200 * 2 ** tried);
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'webhook-id': event.id },
          body,
          signal: AbortSignal.timeout(5_000),
        });
        await answer.arrayBuffer();
        if (answer.ok) return;
      } catch {
        // The receiver is away; it is tried again.
      }
    }
    event.fate = 'failed';
  }
}

// An end of the process need not wait for events that are held back.
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** @returns the rule, or what is wrong with it. */
export function readWebhookRule(value: unknown): WebhookRule | string {
  if (typeof value !== 'object' || value === null) return 'A webhook rule is an object.';
  if (!('url' in value) || typeof value.url !== 'string' || !URL.canParse(value.url))
    return 'url must be an address.';
  const rule: WebhookRule = { url: value.url };
  for (const name of ['duplicates', 'drops'] as const) {
    const share: unknown = Reflect.get(value, name);
    if (share === undefined) continue;
    if (typeof share !== 'number' || share < 0 || share > 1) return `${name} must be from 0 to 1.`;
    rule[name] = share;
  }
  if ('shuffleMs' in value) {
    const { shuffleMs } = value;
    if (typeof shuffleMs !== 'number' || shuffleMs < 0 || shuffleMs > longestShuffleMs)
      return `shuffleMs must be from 0 to ${longestShuffleMs}.`;
    rule.shuffleMs = shuffleMs;
  }
  if ('thin' in value) rule.thin = value.thin === true;
  return rule;
}
