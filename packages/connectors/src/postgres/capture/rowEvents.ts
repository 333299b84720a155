import {
  type CapturedEvent,
  type DataRecord,
  keyText,
  postgresEventVersion,
  SyncError,
} from '@syncline/model';
import type { ClientBase } from 'pg';
import { type BuildRecord, makeBuilder, type RawRow } from '../rowBuilder.ts';
import type { CapturedTable } from './capturedTable.ts';
import type { OldRow, StreamCell, StreamColumn, StreamMessage } from './pgoutput.ts';

/** The transaction a change belongs to. */
export interface OpenTransaction {
  xid: bigint;
  commit: bigint;
  committedAt: Date;
  /** Number of the next change in it. */
  place: number;
}

export type RowMessage = Extract<StreamMessage, { kind: 'insert' | 'update' | 'delete' | 'truncate' }>;

/** Turns changes of rows into events for the inbox, by the shape the stream announced last. */
export class RowEvents {
  readonly #table: CapturedTable;
  readonly #epoch: number;
  #build: BuildRecord = () => ({});
  /** Every column of the table is in the stream. Computed ones may be left out, then a row says too little. */
  #complete = false;

  constructor(table: CapturedTable, epoch: number) {
    this.#table = table;
    this.#epoch = epoch;
  }

  /** @throws SyncError(retry) when rows no longer tell their key; preparing again says what to do. */
  async announce(client: ClientBase, columns: readonly StreamColumn[]): Promise<void> {
    const identity = new Set(columns.filter((column) => column.identity).map(({ name }) => name));
    if (!this.#table.key.every((name) => identity.has(name)))
      throw new SyncError('retry', 'source.capture', `${this.#table.label} was changed; looking at it anew.`);
    const sent = new Set(columns.map(({ name }) => name));
    // As it is now: rows of a shape of before are looked up, since they lack what was added.
    const present = await client.query<{ name: string }>(columnsSql, [this.#table.oid]);
    this.#complete = present.rows.every(({ name }) => sent.has(name));
    const bases = await findBaseTypes(client, columns);
    this.#build = await makeBuilder(
      client,
      columns.map(({ name, type }) => ({ name, dataTypeID: bases.get(type) ?? type })),
    );
  }

  /** In order; a changed key is a delete and an upsert. */
  make(message: RowMessage, transaction: OpenTransaction): CapturedEvent[] {
    // Two places for each change, whatever comes of it, so that places are the same when it is sent again.
    const place = transaction.place;
    transaction.place += 2;
    switch (message.kind) {
      case 'insert':
        return [this.#present(message.row, null, transaction, place)];
      case 'update': {
        const before = message.old === null ? null : this.#record(message.old.row);
        const now = this.#present(message.row, message.old, transaction, place + 1);
        const oldKey = before === null ? null : this.#keyOf(before);
        if (before === null || oldKey === null || oldKey === now.key) return [now];
        return [this.#deleted(before, oldKey, message.old, transaction, place), now];
      }
      case 'delete': {
        const record = this.#record(message.old.row);
        const key = this.#keyOf(record);
        // It was refused when it came, so nobody holds it.
        if (key === null) return [];
        return [this.#deleted(record, key, message.old, transaction, place)];
      }
      case 'truncate':
        return message.oids.includes(this.#table.oid)
          ? [{ key: null, kind: 'resync', body: encode({ op: 'resync' }) }]
          : [];
    }
  }

  #present(
    row: StreamCell[],
    old: OldRow | null,
    transaction: OpenTransaction,
    place: number,
  ): CapturedEvent {
    const cells = old?.whole ? row.map((cell, at) => (cell === undefined ? old.row[at] : cell)) : row;
    const record = this.#record(cells);
    const key = this.#keyOf(record);
    if (key === null) return { key: null, kind: 'change', body: encode({ op: 'keyless', record }) };
    const whole = this.#complete && !cells.includes(undefined);
    return whole ? this.#event('upsert', key, record, transaction, place) : hint(this.#table.label, key);
  }

  #deleted(
    before: DataRecord,
    key: string,
    old: OldRow | null,
    transaction: OpenTransaction,
    place: number,
  ): CapturedEvent {
    const known = old?.whole
      ? before
      : Object.fromEntries(this.#table.key.map((name) => [name, before[name]]));
    return this.#event('delete', key, known, transaction, place);
  }

  #event(
    op: 'upsert' | 'delete',
    key: string,
    record: DataRecord,
    { xid, commit, committedAt }: OpenTransaction,
    place: number,
  ): CapturedEvent {
    const { epoch, value } = postgresEventVersion({ xid, commit, place }, this.#epoch);
    const body = { op, stream: this.#table.label, key, epoch, version: value, at: committedAt, record };
    return { key, kind: 'change', body: encode(body) };
  }

  #record(row: StreamCell[]): DataRecord {
    // A value that was not sent is not read: such a row becomes a hint.
    return this.#build(row.map((cell) => cell ?? null) satisfies RawRow);
  }

  #keyOf(record: DataRecord): string | null {
    return keyText(this.#table.key.map((name) => record[name]));
  }
}

const hint = (stream: string, key: string): CapturedEvent => ({
  key,
  kind: 'change',
  body: encode({ op: 'hint', stream, key }),
});

const encode = (body: object): Uint8Array => Buffer.from(JSON.stringify(body));

const columnsSql = `
  select attname as name from pg_attribute where attrelid = $1 and attnum > 0 and not attisdropped`;

/** The stream names a domain where a query names the type under it. */
async function findBaseTypes(
  client: ClientBase,
  columns: readonly StreamColumn[],
): Promise<Map<number, number>> {
  const found = await client.query<{ oid: number; base: number }>(
    `with recursive typed as (
       select oid, oid as base from pg_type where oid = any($1::oid[])
       union all select d.oid, t.typbasetype from typed d join pg_type t on t.oid = d.base where t.typtype = 'd'
     )
     select d.oid, d.base from typed d join pg_type t on t.oid = d.base where t.typtype <> 'd'`,
    [columns.map(({ type }) => type)],
  );
  return new Map(found.rows.map(({ oid, base }) => [oid, base]));
}
