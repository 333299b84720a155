import { type CaptureLease, FencedError } from '@syncline/engine';
import { messageOf, SyncError } from '@syncline/model';
import { type CaptureParts, heartbeatMs, leaseTtlMs } from './captureParts.ts';
import { followStream, pause } from './followStream.ts';
import { describeStream, type OpenedStream, openStream } from './openStream.ts';

/** After so long without trouble a failure is the first one again. */
const calmMs = 60_000;
const longestWaitMs = 60_000;
/** What a person has to change is looked at again after so long. */
const personWaitMs = 20_000;
/** Connections can be edited without a new version of the flow. */
const lookAnewMs = 15_000;

/** Follows one stream as long as this process has the right to, over failures, new versions and edited connections. */
export async function holdStream(parts: CaptureParts, lease: CaptureLease, halt: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const held = AbortSignal.any([halt, lost.signal]);
  const pulse = new StreamPulse(parts, lease, lost, held);
  try {
    let failures = 0;
    while (!held.aborted) {
      const began = Date.now();
      const thrown = await follow(parts, lease, pulse, held);
      if (held.aborted) break;
      if (thrown === null) continue;
      if (thrown instanceof FencedError) break;
      failures = Date.now() - began > calmMs ? 1 : failures + 1;
      await tell(parts, lease, thrown, failures);
      await pause(waitAfter(thrown, failures, parts.random), held);
    }
  } finally {
    lost.abort();
    await pulse.ended;
    await parts.streams.release(lease).catch((thrown: unknown) => {
      parts.log.warn({ err: thrown, flow: lease.flowId, node: lease.node }, 'a capture was not given back');
    });
  }
}

/** @returns what went wrong; null when it is only to begin anew. */
async function follow(
  parts: CaptureParts,
  lease: CaptureLease,
  pulse: StreamPulse,
  held: AbortSignal,
): Promise<unknown> {
  try {
    const { captureId } = await parts.streams.load(lease);
    const stream = await openStream(parts, lease, captureId);
    if (stream === null) {
      await pause(heartbeatMs, held);
      return null;
    }
    await followStream(parts, lease, stream, AbortSignal.any([held, pulse.watch(stream)]));
    return null;
  } catch (thrown) {
    return held.aborted || pulse.changed() ? null : thrown;
  }
}

/** One break of the line is no news; what stays is, and so is what a person has to change. */
async function tell(parts: CaptureParts, lease: CaptureLease, thrown: unknown, failures: number) {
  const about = { err: thrown, flow: lease.flowId, node: lease.node, failures };
  const known = thrown instanceof SyncError;
  const needsPerson = known && thrown.verdict !== 'retry';
  if (failures === 1 || failures % 20 === 0) parts.log.warn(about, 'capturing changes failed');
  if (failures < 3 && !needsPerson) return;
  const problem = {
    code: known ? thrown.code : 'run.internal',
    message: messageOf(thrown),
    pause: needsPerson ? (thrown.pause ?? 'config') : null,
  };
  await parts.streams.report(lease, { lagBytes: null, problem }).catch((cause: unknown) => {
    parts.log.warn({ ...about, err: cause }, 'the trouble of a capture was not noted');
  });
}

function waitAfter(thrown: unknown, failures: number, random: () => number): number {
  if (thrown instanceof SyncError && thrown.verdict !== 'retry') return personWaitMs * (0.5 + random());
  const stated = thrown instanceof SyncError ? (thrown.afterMs ?? 0) : 0;
  return Math.max(stated, 200, random() * Math.min(longestWaitMs, 1_000 * 2 ** failures));
}

/** Keeps the lease, and notices when the stream is to be followed in another way. */
class StreamPulse {
  readonly ended: Promise<void>;
  readonly #parts: CaptureParts;
  readonly #lease: CaptureLease;
  readonly #lost: AbortController;
  #change = new AbortController();
  #watched: string | null = null;
  #version = 0;
  #lookedAt = Date.now();

  constructor(parts: CaptureParts, lease: CaptureLease, lost: AbortController, held: AbortSignal) {
    this.#parts = parts;
    this.#lease = lease;
    this.#lost = lost;
    this.ended = this.#beat(held);
  }

  /** @returns a signal that ends when the stream is no longer as this. */
  watch(stream: OpenedStream): AbortSignal {
    this.#change = new AbortController();
    this.#watched = describeStream(stream);
    return this.#change.signal;
  }

  changed(): boolean {
    return this.#change.signal.aborted;
  }

  async #beat(held: AbortSignal): Promise<void> {
    let until = Date.now() + leaseTtlMs;
    while (!held.aborted) {
      await pause(heartbeatMs, held);
      if (held.aborted) return;
      try {
        const asked = Date.now();
        const renewed = await this.#parts.streams.renew(this.#lease, leaseTtlMs);
        if (renewed === null) return this.#lost.abort();
        until = asked + leaseTtlMs;
        await this.#look(renewed.version);
      } catch (thrown) {
        this.#parts.log.debug({ err: thrown }, 'a heartbeat of a capture failed');
      }
      if (Date.now() > until - 1_000) return this.#lost.abort();
    }
  }

  async #look(version: number): Promise<void> {
    if (version === this.#version && Date.now() - this.#lookedAt < lookAnewMs) return;
    const { captureId } = await this.#parts.streams.load(this.#lease);
    const stream = await openStream(this.#parts, this.#lease, captureId);
    this.#version = version;
    this.#lookedAt = Date.now();
    if (stream !== null && describeStream(stream) !== this.#watched) this.#change.abort();
  }
}
