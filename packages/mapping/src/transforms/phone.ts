import { isPhoneCountry, normalisePhone } from '../conversion/phone.ts';
import { textStep } from './textStep.ts';
import { defineTransform } from './transform.ts';

/** A phone number to its international form; without `+` it is one of the stated country. */
export const phone = defineTransform({
  name: 'phone',
  label: ({ country }) => `phone number (${country.toUpperCase()})`,
  takes: ['text', 'enum', 'phone', 'integer', 'json'],
  gives: () => 'phone',
  check: ({ country }) =>
    isPhoneCountry(country.toUpperCase())
      ? []
      : [
          {
            severity: 'error',
            code: 'mapping.unknown-country',
            path: 'country',
            title: `${country} is not a country`,
            whatToDo: 'Use the two letters of the country most numbers belong to: US, DE, CH.',
          },
        ],
  compile: ({ country }) => {
    const home = country.toUpperCase();
    return textStep((text) => normalisePhone(text, home));
  },
});
