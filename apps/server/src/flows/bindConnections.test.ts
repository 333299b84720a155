import type { FlowDocument } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { bindConnections } from './bindConnections.ts';
import { createNodeTypes } from './nodeTypes.ts';

const nodeTypes = createNodeTypes();
const known = [
  { id: 'database', name: 'Built-in database', kind: 'postgres' },
  { id: 'c1', name: 'crm', kind: 'http' },
  { id: 'c2', name: 'warehouse', kind: 'postgres' },
];
const reading = (connection: string): FlowDocument => ({
  syncline: 1,
  name: 'x',
  nodes: { read: { type: 'postgres.schedule', connection, config: {} } },
  edges: [],
});

describe('names of connections in a document', () => {
  it('mean the connection of that name or id, when its kind fits', () => {
    expect(bindConnections(reading('warehouse'), known, nodeTypes)).toEqual({ warehouse: 'c2' });
    expect(bindConnections(reading('database'), known, nodeTypes)).toEqual({ database: 'database' });
  });

  it('stay unbound when nothing fits', () => {
    expect(bindConnections(reading('crm'), known, nodeTypes)).toEqual({});
    expect(bindConnections(reading('other'), known, nodeTypes)).toEqual({});
  });

  it('keep what they meant before, unless that is gone or something else is asked for', () => {
    expect(bindConnections(reading('database'), known, nodeTypes, {}, { database: 'c2' })).toEqual({
      database: 'c2',
    });
    expect(bindConnections(reading('database'), known, nodeTypes, {}, { database: 'gone' })).toEqual({
      database: 'database',
    });
    expect(
      bindConnections(reading('database'), known, nodeTypes, { database: 'c2' }, { database: 'database' }),
    ).toEqual({ database: 'c2' });
  });

  it('are refused when they are bound to nothing', () => {
    expect(() => bindConnections(reading('a'), known, nodeTypes, { a: 'nobody' })).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        options: expect.objectContaining({ path: 'body.bindings.a' }),
      }),
    );
  });
});
