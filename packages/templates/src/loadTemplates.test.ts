import { flowDocumentSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { exportTemplate, loadTemplates } from './index.ts';

describe('shipped templates', () => {
  it('are at least six, each with its own id', () => {
    const ids = loadTemplates().map((template) => template.id);
    expect(ids.length).toBeGreaterThanOrEqual(6);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(loadTemplates().map((template) => [template.id, template] as const))(
    '%s names every connection its steps use, and brings or builds what it needs to run at once',
    (_id, template) => {
      const used = Object.values(template.document.nodes).flatMap((node) => node.connection ?? []);
      expect(Object.keys(template.needs).sort()).toEqual([...new Set(used)].sort());
      for (const need of Object.values(template.needs)) expect(need.builtIn).toBeTruthy();
      expect(template.note.length).toBeGreaterThan(40);
      for (const node of Object.values(template.document.nodes)) {
        if (node.type === 'file.schedule')
          expect(Object.keys(template.files ?? {})).toContain(node.config.file);
      }
    },
  );
});

describe('exportTemplate', () => {
  const document = flowDocumentSchema.parse({
    syncline: 1,
    name: 'Mine',
    nodes: {
      hook: {
        type: 'webhook.trigger',
        connection: 'signing',
        config: { key: ['id'], token: 'canary-secret' },
        notes: 'ask Mara',
      },
      table: { type: 'postgres.upsert', connection: 'crm', config: { table: 't' } },
    },
    edges: [['hook', 'table']],
    notes: [{ text: 'internal', at: [0, 0] }],
  });
  const facts = (type: string) =>
    type === 'webhook.trigger'
      ? { role: 'trigger', system: 'Webhook', connectionKind: 'webhook', secrets: ['token'] }
      : { role: 'destination', system: 'PostgreSQL', connectionKind: 'postgres', secrets: [] };

  it('leaves no secret and no remark behind', () => {
    const text = JSON.stringify(exportTemplate(document, { id: 'mine', title: 'Mine', summary: '' }, facts));
    expect(text).not.toContain('canary-secret');
    expect(text).not.toContain('Mara');
    expect(text).not.toContain('internal');
  });

  it('turns connections into needs by kind', () => {
    const template = exportTemplate(document, { id: 'mine', title: 'Mine', summary: '' }, facts);
    expect(template.needs).toEqual({ signing: { kind: 'webhook' }, crm: { kind: 'postgres' } });
    expect(template.mode).toBe('trigger');
  });
});
