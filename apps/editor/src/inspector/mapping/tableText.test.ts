import { describe, expect, it } from 'vitest';
import { readTable, tableText } from './tableText.ts';

const countries = {
  key: 'name',
  rows: [
    { name: 'Croatia', code: 'HR' },
    { name: 'Kenya', code: 'KE' },
  ],
};

describe('a reference table as text', () => {
  it('comes back as it was', () => {
    expect(readTable(tableText(countries))).toEqual(countries);
  });

  it('takes what a spreadsheet, a German or an English CSV pastes', () => {
    for (const mark of ['\t', ';', ','])
      expect(readTable(`name${mark}code\r\nCroatia${mark} HR\nKenya${mark}KE\n`)).toEqual(countries);
  });

  it.each([
    ['', 'columns'],
    ['name', 'at least two'],
    ['name,,x', 'needs a name'],
    ['name,name', 'same name'],
    ['name,code\n,HR', 'Line 2 has no name'],
    ['name,code\na,1\na,2', 'Line 3: a is there twice'],
    ['name,code\na,1,2', 'Line 2 has 3 cells'],
  ])('says what is wrong with %j', (text, words) => {
    expect(readTable(text)).toContain(words);
  });

  it('keeps a hostile column from reaching a prototype', () => {
    const read = readTable('__proto__,code\nx,1');
    expect(({} as Record<string, unknown>).code).toBeUndefined();
    expect(typeof read === 'string' ? [] : read.rows).toHaveLength(1);
  });
});
