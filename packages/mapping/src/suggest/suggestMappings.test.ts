import type { DataRecord, FieldSchema, FieldType, RecordSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { mapConfigSchema } from '../fieldTable.ts';
import { compileMapping } from '../mapping/compileMapping.ts';
import { readName, wordsOf } from './concepts.ts';
import { labelledSystems } from './labelledSystems.fixture.ts';
import { suggestionThreshold, suggestMappings } from './suggestMappings.ts';

const field = (name: string, type: FieldType = 'text', rules: Partial<FieldSchema> = {}): FieldSchema => ({
  name,
  type,
  nullable: true,
  required: false,
  ...rules,
});
const schema = (...fields: FieldSchema[]): RecordSchema => ({
  fields,
  key: [],
  cursorFields: [],
  open: false,
});

function suggest(from: FieldSchema[], to: FieldSchema[], samples: DataRecord[] = [], mapped: string[] = []) {
  return suggestMappings(schema(...from), samples, schema(...to), mapped);
}

describe('suggestions for known systems', () => {
  const results = labelledSystems.map(({ name, source, target, pairs, samples }) => {
    const suggestions = suggestMappings(schema(...source), samples, schema(...target), []);
    const found = new Map(suggestions.map(({ to, from }) => [to, from]));
    const wrong = [...found]
      .filter(([to, from]) => pairs[to] !== from)
      .map(([to, from]) => `${name}: ${from} -> ${to}`);
    const missed = Object.entries(pairs)
      .filter(([to]) => !found.has(to))
      .map(([to, from]) => `${name}: ${from} -> ${to}`);
    return { name, wrong, missed, right: found.size - wrong.length, pairs: Object.keys(pairs).length };
  });

  it('are never wrong', () => {
    expect(results.flatMap(({ wrong }) => wrong)).toEqual([]);
  });

  it('cover at least nine of ten pairs of at least sixty', () => {
    const pairs = results.reduce((sum, result) => sum + result.pairs, 0);
    const right = results.reduce((sum, result) => sum + result.right, 0);
    expect(pairs).toBeGreaterThanOrEqual(60);
    expect(right / pairs, results.flatMap(({ missed }) => missed).join(', ')).toBeGreaterThanOrEqual(0.9);
  });

  it.each(results)('cover at least eight of ten pairs of $name', ({ right, pairs, missed }) => {
    expect(right / pairs, missed.join(', ')).toBeGreaterThanOrEqual(0.8);
  });

  it.each(labelledSystems)('convert the samples of $name as they promise', ({ source, target, samples }) => {
    const suggestions = suggestMappings(schema(...source), samples, schema(...target), []);
    const sure = suggestions.filter(({ why }) => why.includes('all '));
    const config = mapConfigSchema.parse({
      fields: sure.map(({ to, from, steps }) => ({ to, from, steps })),
    });
    const env = {
      source: schema(...source),
      target: schema(...target.map((one) => ({ ...one, required: false }))),
      tables: {},
      now: () => new Date(0),
    };
    const mapping = compileMapping(config, env);
    for (const sample of samples) expect(mapping.apply(sample)).toMatchObject({ verdict: 'ok' });
  });
});

describe('a suggestion', () => {
  it('says why in words', () => {
    const samples = Array.from({ length: 25 }, (_, index) => ({ FirstName: `Ada ${index}` }));
    expect(suggest([field('FirstName')], [field('FNAME')], samples)).toEqual([
      {
        to: 'FNAME',
        from: 'FirstName',
        steps: [],
        confidence: 0.95,
        why: 'Same meaning; all 25 samples convert',
      },
    ]);
    expect(suggest([field('city')], [field('City')])[0]?.why).toBe('Same name');
  });

  it('brings the step the samples need', () => {
    const cases: [FieldType, string[], unknown[]][] = [
      ['date', ['31.12.2024', '01.02.2023'], [{ do: 'parse-date', format: 'DD.MM.YYYY' }]],
      ['date', ['12/31/2024', '01/02/2023'], [{ do: 'parse-date', format: 'MM/DD/YYYY' }]],
      ['date', ['2024-12-31'], []],
      [
        'datetime',
        ['31.12.2024 18:30'],
        [{ do: 'parse-datetime', format: 'DD.MM.YYYY HH:mm', timezone: 'UTC' }],
      ],
      ['integer', ['12', '7'], ['integer']],
      ['decimal', ['1.234,50', '3,10'], [{ do: 'number', decimal: ',' }]],
      ['decimal', ['1,234.50', '3.10'], [{ do: 'number', decimal: '.' }]],
      ['boolean', ['yes', 'No'], [{ do: 'boolean' }]],
      ['boolean', ['true', 'false'], []],
      ['text', [' a', 'b'], ['trim']],
      ['list', ['a;b', 'c'], [{ do: 'split', separator: ';' }]],
    ];
    for (const [type, values, steps] of cases) {
      const [found] = suggest(
        [field('thing_x')],
        [field('thing_x', type)],
        values.map((value) => ({ thing_x: value })),
      );
      expect(found?.steps, values.join()).toEqual(steps);
      expect(found?.why).toMatch('convert');
    }
  });

  it('leaves open what the samples can’t decide, and says so', () => {
    const [dates] = suggest([field('born')], [field('born', 'date')], [{ born: '01/02/2024' }]);
    expect(dates?.steps).toEqual([]);
    expect(dates?.why).toMatch('day and month can’t be told apart');
    expect(dates?.confidence).toBeLessThanOrEqual(0.82);
    const [numbers] = suggest([field('amount_x')], [field('amount_x', 'decimal')], [{ amount_x: '1.234' }]);
    expect(numbers?.why).toMatch('decimal mark');
    const [phones] = suggest([field('phone')], [field('phone', 'phone')], [{ phone: '044 668 18 00' }]);
    expect(phones?.why).toMatch('choose the country');
  });

  it('agrees on types that need a step without samples', () => {
    expect(suggest([field('created_at', 'datetime')], [field('created_at', 'date')])[0]?.steps).toEqual([
      { do: 'format-date', format: 'YYYY-MM-DD', timezone: 'UTC' },
    ]);
    expect(suggest([field('score', 'decimal')], [field('score', 'integer')])[0]?.steps).toEqual([
      { do: 'round', digits: 0 },
    ]);
    expect(suggest([field('tags', 'list')], [field('tags', 'text')])[0]?.steps).toEqual([
      { do: 'join', separator: ', ' },
    ]);
  });

  it('is not made when the samples speak against it', () => {
    const samples = [{ status: 'hello' }, { status: 'world' }];
    expect(suggest([field('status')], [field('status', 'integer')], samples)).toEqual([]);
  });

  it('is not made for types that never meet', () => {
    expect(suggest([field('created', 'boolean')], [field('created', 'date')])).toEqual([]);
    expect(suggest([field('address', 'json')], [field('address', 'text')])).toEqual([]);
  });

  it('is not made for fields that are mapped, or written by the destination itself', () => {
    expect(suggest([field('email')], [field('email', 'email')], [], ['email'])).toEqual([]);
    expect(suggest([field('id')], [field('id', 'text', { readOnly: true })])).toEqual([]);
    expect(suggest([field('constructor')], [field('constructor')])).toEqual([]);
  });

  it('uses a source field once, for its best place', () => {
    const found = suggest([field('email')], [field('email_address', 'email'), field('email', 'email')]);
    expect(found.map(({ to }) => to)).toEqual(['email']);
  });

  it('prefers the plain field to the other, secondary and assistant ones', () => {
    const found = suggest(
      [field('OtherCity'), field('AssistantPhone'), field('MailingCity'), field('Phone')],
      [field('city'), field('phone')],
    );
    expect(found.map(({ from }) => from)).toEqual(['MailingCity', 'Phone']);
  });

  it('keeps billing and shipping apart', () => {
    const found = suggest(
      [field('billing_city'), field('shipping_city')],
      [field('ship_city'), field('bill_city')],
    );
    expect(found.filter(({ from, to }) => from.slice(0, 4) !== to.slice(0, 4))).toEqual([]);
  });

  it('reads the label where the name says nothing', () => {
    expect(
      suggest([field('Birthdate', 'date')], [field('MMERGE5', 'date', { label: 'Birthday' })])[0]?.to,
    ).toBe('MMERGE5');
  });

  it('finds e-mail addresses whatever the field is called', () => {
    const samples = ['a@example.com', 'b@example.com', 'c@example.com'].map((kontakt) => ({ kontakt }));
    const [found] = suggest([field('kontakt')], [field('email', 'email')], samples);
    expect(found).toMatchObject({
      from: 'kontakt',
      why: 'The values are e-mail addresses; all 3 samples convert',
    });
  });

  it('finds fields inside others and beside the schema, from the samples', () => {
    const samples = [{ customer: { default_address: { zip: '3000' } }, 'odd.name': 'x' }];
    expect(suggest([], [field('postal_code')], samples)[0]?.from).toBe('customer.default_address.zip');
    expect(suggest([], [field('odd_name')], samples)[0]?.from).toBe('["odd.name"]');
  });

  it('is never below the threshold and never about nothing', () => {
    const names = [
      'a',
      'x1',
      'foo',
      'weight',
      'colour',
      'last login ip',
      'utm_campaign',
      'pet_name',
      'score',
      'ssn',
    ];
    const found = suggest(
      names.map((name) => field(name)),
      ['email', 'first_name', 'zip', 'company', 'consent', 'lead'].map((name) => field(name)),
    );
    expect(found).toEqual([]);
    for (const { source, target, samples } of labelledSystems) {
      for (const { confidence } of suggestMappings(schema(...source), samples, schema(...target), [])) {
        expect(confidence).toBeGreaterThanOrEqual(suggestionThreshold);
        expect(confidence).toBeLessThan(1);
      }
    }
  });
});

describe('names', () => {
  it.each([
    ['MailingPostalCode__c', ['mailing', 'postal', 'code']],
    ['FNAME', ['fname']],
    ['firstName', ['first', 'name']],
    ['IPAddress', ['ip', 'address']],
    ['address_1', ['address', '1']],
    ['Straße', ['strasse']],
    ['Prénom', ['prenom']],
    ['cf_lead-score', ['lead', 'score']],
    ['E-Mail', ['e', 'mail']],
  ])('%s is read as words', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it.each([
    ['billing_zip', 'postal code'],
    ['hs_lifecycle_email_address', null],
    ['Vorname', 'first name'],
    ['customer.first_name', 'first name'],
    ['E-Mail-Adresse', 'email'],
    ['total_spent', 'lifetime value'],
    ['accepts_marketing', 'consent'],
    ['account_id', 'company id'],
    ['order_id', 'order number'],
    ['assistant_name', null],
    ['toString', null],
  ])('%s means %s', (name, meaning) => {
    expect(readName(name).meaning).toBe(meaning);
  });
});
