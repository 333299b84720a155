import { type Contact, type Refusal, refuseContact, seededContact } from './contact.ts';
import type { ContactEventType } from './webhookDeliverer.ts';

/** Hears of every change, after it happened. */
export type Announce = (type: ContactEventType, contact: Contact) => void;

export interface StoredAnswer {
  body: string;
  status: number;
  answer: unknown;
}

type Written = { ok: true; created: boolean; contact: Contact } | { ok: false; refusal: Refusal };

/** The contacts of one pretend account, with its clock. Lists come in order of change, then id. */
export class PeopleState {
  readonly contacts = new Map<string, Contact>();
  /** Answers by idempotency key. */
  readonly answers = new Map<string, StoredAnswer>();
  /** Times of change are cut to this: several changes then share one. */
  coarseMs = 1;
  /** Whether several contacts may share an e-mail address, as many vendors let them. */
  twinsAllowed = false;
  readonly #now: () => Date;
  readonly #announce: Announce;
  /** Who has an e-mail address, so that a write costs the same however many there are. */
  readonly #owners = new Map<string, string>();
  #sorted: Contact[] | null = null;
  #nextId = 1;

  constructor(now: () => Date, announce: Announce = () => {}) {
    this.#now = now;
    this.#announce = announce;
  }

  reset(): void {
    this.contacts.clear();
    this.answers.clear();
    this.#owners.clear();
    this.#sorted = null;
    this.#nextId = 1;
  }

  /** A write to the copy is gone with it. */
  copy(): PeopleState {
    const copy = new PeopleState(this.#now);
    for (const contact of this.contacts.values()) copy.#keep(contact);
    copy.#nextId = this.#nextId;
    copy.coarseMs = this.coarseMs;
    copy.twinsAllowed = this.twinsAllowed;
    return copy;
  }

  /** Adds `count` contacts, one second of change apart, the last one an hour ago. */
  seed(count: number): void {
    const end = this.#now().getTime() - 3_600_000;
    for (let n = 1; n <= count; n += 1) {
      const id = this.#nextId;
      this.#nextId += 1;
      this.#keep(seededContact(id, new Date(end - (count - n) * 1000).toISOString()));
    }
  }

  list(since: string | null): readonly Contact[] {
    this.#sorted ??= [...this.contacts.values()].sort(
      (a, b) => compare(a.updated_at, b.updated_at) || compare(a.id.padStart(12), b.id.padStart(12)),
    );
    if (since === null) return this.#sorted;
    const from = Date.parse(since);
    return this.#sorted.filter((contact) => Date.parse(contact.updated_at) >= from);
  }

  create(body: unknown): Written {
    const refusal = refuseContact(body, false) ?? this.#refuseTwin(body, null);
    if (refusal) return { ok: false, refusal };
    const id = String(this.#nextId);
    this.#nextId += 1;
    return { ok: true, created: true, contact: this.#store(id, body) };
  }

  /** PUT: replaces the contact of this id or makes it. */
  put(id: string, body: unknown): Written {
    const refusal = refuseContact(body, false) ?? this.#refuseTwin(body, id);
    if (refusal) return { ok: false, refusal };
    const created = !this.contacts.has(id);
    return { ok: true, created, contact: this.#store(id, body) };
  }

  patch(id: string, body: unknown): Written {
    const before = this.contacts.get(id);
    if (!before) return { ok: false, refusal: unknownContact };
    const refusal = refuseContact(body, true) ?? this.#refuseTwin(body, id);
    if (refusal) return { ok: false, refusal };
    return { ok: true, created: false, contact: this.#store(id, { ...before, ...asObject(body) }) };
  }

  remove(id: string): boolean {
    const before = this.contacts.get(id);
    if (!before) return false;
    this.#owners.delete(before.email.toLowerCase());
    this.#sorted = null;
    this.contacts.delete(id);
    this.#announce('contact.deleted', { ...before, updated_at: this.#time() });
    return true;
  }

  /** Two contacts may not share an e-mail address, unless twins are allowed. */
  #refuseTwin(body: unknown, ownId: string | null): Refusal | null {
    if (this.twinsAllowed) return null;
    const email = asObject(body).email;
    if (typeof email !== 'string') return null;
    const owner = this.#owners.get(email.toLowerCase());
    if (owner === undefined || owner === ownId) return null;
    return { status: 409, code: 'duplicate', message: `${email} is taken.`, field: 'email' };
  }

  #store(id: string, body: unknown): Contact {
    const now = this.#time();
    const isNew = !this.contacts.has(id);
    const contact: Contact = {
      name: '',
      city: null,
      email: '',
      ...asObject(body),
      id,
      created_at: this.contacts.get(id)?.created_at ?? now,
      updated_at: now,
    };
    this.#keep(contact);
    this.#announce(isNew ? 'contact.created' : 'contact.updated', contact);
    return contact;
  }

  #time(): string {
    const ms = this.#now().getTime();
    return new Date(ms - (ms % this.coarseMs)).toISOString();
  }

  #keep(contact: Contact): void {
    const before = this.contacts.get(contact.id);
    if (before) this.#owners.delete(before.email.toLowerCase());
    this.contacts.set(contact.id, contact);
    this.#owners.set(contact.email.toLowerCase(), contact.id);
    this.#sorted = null;
  }
}

export const unknownContact: Refusal = { status: 404, code: 'not_found', message: 'No contact has this id.' };

function asObject(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
