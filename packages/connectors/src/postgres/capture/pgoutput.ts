/** A value of a row in the stream: its text, null, or `undefined` = a large value that was not sent since it did not change. */
export type StreamCell = string | null | undefined;

export interface StreamColumn {
  name: string;
  type: number;
  /** Part of the replica identity: deletes and changed keys bring its old value. */
  identity: boolean;
}

export type StreamMessage =
  | { kind: 'begin'; commit: bigint; committedAt: Date; xid: number }
  | { kind: 'commit'; end: bigint }
  | { kind: 'relation'; oid: number; columns: StreamColumn[] }
  | { kind: 'insert'; oid: number; row: StreamCell[] }
  | { kind: 'update'; oid: number; old: OldRow | null; row: StreamCell[] }
  | { kind: 'delete'; oid: number; old: OldRow }
  | { kind: 'truncate'; oids: number[] }
  | { kind: 'message'; at: bigint; prefix: string; content: string }
  | { kind: 'other' };

/** What was there before: all of it (`REPLICA IDENTITY FULL`), or the columns of the identity, the others null. */
export interface OldRow {
  whole: boolean;
  row: StreamCell[];
}

/**
 * One message of PostgreSQL's own output plugin, protocol version 1: transactions come whole, in order of commit.
 *
 * @throws RangeError for a message that ends too early.
 */
export function decodeMessage(bytes: Buffer): StreamMessage {
  const read = new Reader(bytes);
  switch (String.fromCharCode(read.byte())) {
    case 'B':
      return { kind: 'begin', commit: read.long(), committedAt: read.time(), xid: read.word() };
    case 'C':
      read.skip(1 + 8);
      return { kind: 'commit', end: read.long() };
    case 'R':
      return readRelation(read);
    case 'I':
      return { kind: 'insert', oid: read.word(), row: readTuple(read, read.letter()) };
    case 'U':
      return readUpdate(read);
    case 'D':
      return { kind: 'delete', oid: read.word(), old: readOld(read, read.letter()) };
    case 'T': {
      const count = read.word();
      read.skip(1);
      return { kind: 'truncate', oids: Array.from({ length: count }, () => read.word()) };
    }
    case 'M': {
      read.skip(1);
      const at = read.long();
      const prefix = read.text();
      return { kind: 'message', at, prefix, content: read.sized() };
    }
    default:
      return { kind: 'other' };
  }
}

function readRelation(read: Reader): StreamMessage {
  const oid = read.word();
  read.text();
  read.text();
  read.skip(1);
  const columns = Array.from({ length: read.short() }, () => {
    const identity = (read.byte() & 1) === 1;
    const name = read.text();
    const type = read.word();
    read.skip(4);
    return { name, type, identity };
  });
  return { kind: 'relation', oid, columns };
}

function readUpdate(read: Reader): StreamMessage {
  const oid = read.word();
  const first = read.letter();
  if (first === 'N') return { kind: 'update', oid, old: null, row: readTuple(read, first) };
  const old = readOld(read, first);
  return { kind: 'update', oid, old, row: readTuple(read, read.letter()) };
}

const readOld = (read: Reader, letter: string): OldRow => ({
  whole: letter === 'O',
  row: readTuple(read, letter),
});

function readTuple(read: Reader, letter: string): StreamCell[] {
  if (!'NOK'.includes(letter)) throw new RangeError(`a row begins with ${letter}`);
  const cells: StreamCell[] = [];
  for (let left = read.short(); left > 0; left -= 1) {
    const kind = read.letter();
    if (kind === 't') cells.push(read.sized());
    else cells.push(kind === 'u' ? undefined : null);
  }
  return cells;
}

/** Microseconds of PostgreSQL begin with the year 2000. */
const epochMs = Date.UTC(2000, 0, 1);

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#move(1));
  }

  letter(): string {
    return String.fromCharCode(this.byte());
  }

  short(): number {
    return this.#bytes.readUInt16BE(this.#move(2));
  }

  word(): number {
    return this.#bytes.readUInt32BE(this.#move(4));
  }

  long(): bigint {
    return this.#bytes.readBigUInt64BE(this.#move(8));
  }

  time(): Date {
    return new Date(epochMs + Number(this.#bytes.readBigInt64BE(this.#move(8)) / 1000n));
  }

  text(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw new RangeError('a text does not end');
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  sized(): string {
    const length = this.word();
    const from = this.#move(length);
    if (from + length > this.#bytes.length) throw new RangeError('a value is cut off');
    return this.#bytes.toString('utf8', from, from + length);
  }

  skip(count: number): void {
    this.#at += count;
  }

  #move(count: number): number {
    const from = this.#at;
    this.#at += count;
    return from;
  }
}
