import { type CatalogueNode, flowDocumentSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { definitionsOf } from './definitions.ts';
import { findRemedy } from './remedy.ts';

const entry = (type: string, role: CatalogueNode['role'], ports: CatalogueNode['ports']): CatalogueNode => ({
  type,
  version: 1,
  role,
  title: type,
  system: null,
  icon: 'box',
  doc: '',
  connection: null,
  ports,
  configSchema: {},
  delivery: null,
});
const definitions = definitionsOf({
  nodes: [
    entry('shop.trigger', 'trigger', { in: 0, out: ['out'] }),
    entry('map', 'transform', { in: 1, out: ['out'] }),
    entry('mail.upsert', 'destination', { in: 1, out: [] }),
  ],
  connections: [],
});
const document = flowDocumentSchema.parse({
  syncline: 1,
  name: 'Line',
  nodes: {
    start: { type: 'shop.trigger' },
    clean: { type: 'map' },
    end: { type: 'mail.upsert' },
    loose: { type: 'map' },
    alone: { type: 'shop.trigger' },
  },
  edges: [
    ['start', 'clean'],
    ['clean', 'end'],
  ],
});
const remedy = (from: string, to: string) => findRemedy(document, from, to, definitions, (name) => name);

describe('a refused line', () => {
  it('offers to put a step between two that are connected already', () => {
    expect(remedy('start', 'clean')).toMatchObject({ kind: 'insert', into: 'start|out|clean' });
  });

  it('offers the step that feeds a destination, as nothing can follow the destination', () => {
    expect(remedy('end', 'loose')).toEqual({
      kind: 'connect',
      edge: ['clean', 'loose'],
      words: 'clean feeds it and can feed loose, too.',
      button: 'Connect clean',
    });
  });

  it('offers what follows a source, as nothing can lead into the source', () => {
    expect(remedy('loose', 'start')).toMatchObject({ kind: 'connect', edge: ['loose', 'clean'] });
  });

  it('offers nothing where no step would help', () => {
    expect(remedy('loose', 'loose')).toBeNull();
    expect(remedy('loose', 'alone')).toBeNull();
    expect(remedy('clean', 'start')).toBeNull();
  });
});
