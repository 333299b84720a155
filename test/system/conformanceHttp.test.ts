import { httpConnector } from '@syncline/connectors';
import { type FaultKind, type PeopleSimulator, startPeopleSimulator } from '@syncline/simulators';
import { describeConnector } from '../conformance/describeConnector.ts';

const token = 'conformance-t0ken';
let people: PeopleSimulator;
/** Requests before the last clear: seeding empties the simulator's own count. */
let clock = Date.now();

const source = (path: string, records: string, pagination: Record<string, unknown>) => ({
  path,
  records,
  key: ['id'],
  changedField: 'updated_at',
  pagination: { sizeParam: 'limit', size: 20, ...pagination },
});

let connections = 0;

const strike = (fault: FaultKind, more = {}) => people.control.addFault({ fault, times: 1, ...more });

describeConnector({
  connector: httpConnector,
  secrets: [token],
  async start() {
    people = await startPeopleSimulator({ now: () => new Date(clock) });
    people.control.requireToken(token);
  },
  stop: () => people.stop(),
  connection: () => {
    // Each context has a connection of its own: one that was told to wait would keep to it in the tests that follow.
    connections += 1;
    return { baseUrl: people.url, auth: 'bearer', token, headers: { 'x-connection': String(connections) } };
  },
  badConnections: () => ({
    'a wrong token': { baseUrl: people.url, auth: 'bearer', token: `${token}-wrong` },
    'a closed port': { baseUrl: 'http://127.0.0.1:1', auth: 'bearer', token },
    'a private address': { baseUrl: 'http://10.0.0.1', auth: 'bearer', token },
    'no address': { baseUrl: '', auth: 'bearer', token },
  }),
  contextParts: () => ({ egressAllow: ['127.0.0.0/8'] }),
  source: {
    type: 'http.schedule',
    configs: () => ({
      link: { ...source('/link/contacts', '', { kind: 'link', size: 500 }) },
      next: source('/next/contacts', 'items', { kind: 'next-url', nextPath: 'next' }),
      cursor: source('/cursor/contacts', 'results', {
        ...{ kind: 'cursor', cursorPath: 'paging.next.after', cursorParam: 'cursor' },
      }),
      offset: source('/offset/contacts', 'items', { kind: 'offset', offsetParam: 'offset' }),
      page: source('/page/contacts', 'items', { kind: 'page', pageParam: 'page', sizeParam: 'size' }),
      whole: source('/contacts', 'data', { kind: 'none' }),
    }),
    async seed(count) {
      people.control.reset();
      people.control.requireToken(token);
      people.control.seed(count);
    },
    incremental: {
      config: () => ({
        ...source('/cursor/contacts', 'results', {
          kind: 'cursor',
          cursorPath: 'paging.next.after',
          cursorParam: 'cursor',
        }),
        mode: 'incremental',
        sinceParam: 'updated_since',
      }),
      async touch(keys) {
        for (const key of keys) people.control.patch(key, { city: 'Ulm' });
      },
      async settle() {
        clock += 1;
      },
    },
  },
  destination: {
    type: 'http.send',
    configs: () => ({
      'by address': { method: 'PUT', path: '/contacts/{{number}}' },
      'with a key': { path: '/contacts', idempotency: 'header', idPath: 'id' },
      'at least once': { path: '/contacts', idPath: 'id' },
      'a list with results': {
        ...{ path: '/contacts/batch', send: 'list', answers: 'per-item', resultsPath: 'results' },
        ...{ idempotency: 'header', idPath: 'id' },
      },
      'all or nothing': { path: '/contacts/all-or-nothing', send: 'list', idempotency: 'header' },
    }),
    async clear() {
      people.control.reset();
      people.control.requireToken(token);
    },
    record: (n) => ({ number: n, email: `n${n}@example.com`, name: `N ${n}` }),
    badRecord: (n) => ({ number: n, email: 'nobody', name: `N ${n}` }),
    textField: 'name',
    contents: async () => people.control.contacts().map(({ id, email, name }) => ({ id, email, name })),
  },
  faults: {
    limit: (retryAfter) => strike('429', { retryAfter }),
    serverError: () => strike('500'),
    htmlError: () => strike('502-html'),
    cut: () => strike('reset'),
    truncate: () => strike('truncated-json'),
    stall: () => people.control.addFault({ fault: 'stall' }),
    loseAnswer: () => strike('lost-answer'),
    refuseSignIn: () => strike('401'),
    clear: () => people.control.clearFaults(),
    requests: () => Object.values(people.control.counts()).reduce((sum, count) => sum + count, 0),
  },
});
