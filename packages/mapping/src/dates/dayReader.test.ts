import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pad } from './calendar.ts';
import { parseDatePattern } from './datePattern.ts';
import { fixedDayReader } from './dayReader.ts';
import { readDate } from './readDate.ts';

const formats = ['DD.MM.YYYY', 'YYYYMMDD', 'MM/DD/YYYY', "'on' DD-MM, YYYY", 'YYYY-MM-DD'];
const almostDate = fc
  .tuple(
    fc.constantFrom('0000', '0001', '1999', '2024', '9999', '24', 'abcd', '٢٠٢٤'),
    fc.constantFrom('00', '01', '02', '12', '13', '1', 'x1'),
    fc.constantFrom('00', '01', '28', '29', '30', '31', '32', '9', ' 9'),
    fc.constantFrom('.', '-', '/', '', ' '),
  )
  .chain(([year, month, day, sign]) =>
    fc.constantFrom(
      [day, month, year].join(sign),
      [year, month, day].join(sign),
      [month, day, year].join(sign),
      `on ${day}-${month}, ${year}`,
      `${[day, month, year].join(sign)} `,
    ),
  );

test('reads dates of fixed width as every other format is read', () => {
  fc.assert(
    fc.property(fc.constantFrom(...formats), almostDate, (format, text) => {
      const pattern = parseDatePattern(format);
      const parts = readDate(text, pattern);
      const expected = parts && `${pad(parts.year, 4)}-${pad(parts.month, 2)}-${pad(parts.day, 2)}`;
      expect(fixedDayReader(pattern)?.(text)).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});

test('leaves formats to others whose places move', () => {
  for (const format of ['D.M.YYYY', 'DD.MM.YY', 'DD.MM.YYYY HH:mm', 'MM/YYYY'])
    expect(fixedDayReader(parseDatePattern(format))).toBeNull();
});
