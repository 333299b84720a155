import { openStore } from '../openStore.ts';

/** A worker of its own process for the tests that kill one: says which part it took and never ends. */
const [url = ''] = process.argv.slice(2);
const store = await openStore({
  url,
  cipher: { seal: (text) => Buffer.from(text), open: (sealed) => Buffer.from(sealed).toString() },
  poolSize: 4,
});
process.stdout.write('ready\n');
await store.ports.jobs.consume(
  4,
  async (job) => {
    process.stdout.write(`took ${job.flowId}:${job.part}\n`);
    await new Promise(() => {});
  },
  new AbortController().signal,
);
