/** What the server sends while it streams: a message of the plugin, or a sign of life. */
export type StreamFrame =
  | { kind: 'data'; body: Buffer }
  | { kind: 'keepalive'; walEnd: bigint; wantsAnswer: boolean };

const epochMicros = BigInt(Date.UTC(2000, 0, 1)) * 1000n;

/** The body of one CopyData message from the server; null for a sort that is not known. */
export function readFrame(chunk: Buffer): StreamFrame | null {
  switch (chunk[0]) {
    case 0x77: // w
      // The driver uses its buffer again; what waits here has to be ours.
      return { kind: 'data', body: Buffer.from(chunk.subarray(25)) };
    case 0x6b: // k
      return { kind: 'keepalive', walEnd: chunk.readBigUInt64BE(1), wantsAnswer: chunk[17] === 1 };
    default:
      return null;
  }
}

/** CopyData which tells the server up to where everything is stored here. */
export function statusFrame(confirmed: bigint, now: Date, wantsAnswer: boolean): Buffer {
  const frame = Buffer.alloc(5 + 34);
  frame.write('d', 0, 'latin1');
  frame.writeUInt32BE(4 + 34, 1);
  frame.write('r', 5, 'latin1');
  for (const at of [6, 14, 22]) frame.writeBigUInt64BE(confirmed, at);
  frame.writeBigInt64BE(BigInt(now.getTime()) * 1000n - epochMicros, 30);
  frame.writeUInt8(wantsAnswer ? 1 : 0, 38);
  return frame;
}
