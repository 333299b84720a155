import { logicOf } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { flow, hook, post, shopToMail } from '../testing/flows.ts';
import { fillSettings, logicText } from './logicText.ts';

describe('the text of what a flow does', () => {
  it('is the plain one where nothing is written out that is the default anyway', () => {
    expect(logicText(shopToMail())).toBe(logicOf(shopToMail()));
  });

  it('does not change when a default is written out', () => {
    const plain = logicText(shopToMail());
    expect(logicText({ ...shopToMail(), settings: {} })).toBe(plain);
    expect(logicText({ ...shopToMail(), settings: fillSettings(shopToMail()) })).toBe(plain);
    expect(logicText({ ...shopToMail(), tables: {} })).toBe(plain);
  });

  it('does not change with what is only for people', () => {
    const told = { ...shopToMail(), name: 'Other', description: 'Why', layout: {}, notes: [] };
    expect(logicText(told)).toBe(logicText(shopToMail()));
    const document = flow({ a: hook, b: post }, [['a', 'b']]);
    const titled = flow({ a: { ...hook, title: 'Leads', notes: 'Ask Lena' }, b: post }, [['a', 'b']]);
    expect(logicText(titled)).toBe(logicText(document));
  });

  it('changes with a setting, and only by that', () => {
    const text = logicText({ ...shopToMail(), settings: { overlap: 'skip', parts: 1 } });
    expect(JSON.parse(text).settings).toEqual({ overlap: 'skip' });
  });
});

describe('settings', () => {
  it('that the document leaves out are filled in', () => {
    expect(fillSettings({ ...shopToMail(), settings: { errorBudget: 5 } })).toEqual({
      parts: 1,
      overlap: 'queue-one',
      catchup: 'latest',
      errorBudget: 5,
    });
  });
});
