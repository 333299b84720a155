import { describe, expect, it } from 'vitest';
import { env } from '../testing/catalogue.ts';
import { approve, branch, flow, hook, map, post } from '../testing/flows.ts';
import { portsOf } from './portsOf.ts';

describe('the ports of a step', () => {
  const document = flow({ start: hook, shape: map, fork: branch, wait: approve, end: post }, []);

  it('are those of its definition', () => {
    expect(portsOf(document, 'start', env)).toEqual({ in: 0, out: ['out'] });
    expect(portsOf(document, 'shape', env)).toEqual({ in: 1, out: ['out'] });
    expect(portsOf(document, 'fork', env)).toEqual({ in: 1, out: ['yes', 'else'] });
    expect(portsOf(document, 'wait', env)).toEqual({ in: 1, out: ['out'] });
    expect(portsOf(document, 'end', env)).toEqual({ in: 1, out: [] });
  });

  it('keep a way out an arrow still uses after the settings lost it', () => {
    const used = flow({ fork: branch, end: post }, [['fork', 'end', 'vip']]);
    expect(portsOf(used, 'fork', env)).toEqual({ in: 1, out: ['yes', 'else', 'vip'] });
  });

  it('are there while a branch is still being written', () => {
    const half = { type: 'ways', config: { out: ['big', 'small'], strict: false } };
    expect(portsOf(flow({ fork: half }, []), 'fork', env)).toEqual({ in: 1, out: ['big', 'small'] });
  });

  it('follow the role when the settings say nothing usable', () => {
    const config = { key: 7, out: 7, audience: 7, paths: 7, stream: 7 };
    const ports = (type: string) => portsOf(flow({ step: { type, config } }, []), 'step', env);
    expect(ports('hook.trigger')).toEqual({ in: 0, out: ['out'] });
    expect(ports('mail.upsert')).toEqual({ in: 1, out: [] });
    expect(ports('ways')).toEqual({ in: 1, out: ['out'] });
    expect(ports('nobody.knows')).toEqual({ in: 1, out: ['out'] });
  });

  it('are none for a step that is not there', () => {
    expect(portsOf(document, 'ghost', env)).toEqual({ in: 0, out: [] });
    expect(portsOf(document, 'toString', env)).toEqual({ in: 0, out: [] });
  });
});
