import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Failure, fail, quoteValue } from '../values/failure.ts';

const longest = 40;

/** True for a two-letter country the numbering plans know. @example isPhoneCountry('CH') // true */
export function isPhoneCountry(country: string): country is CountryCode {
  return isSupportedCountry(country);
}

/**
 * The E.164 form of a phone number. A number without `+` is read as one of `country`.
 *
 * @example normalisePhone('044 668 18 00', 'CH') // '+41446681800'
 */
export function normalisePhone(text: string, country?: string): string | Failure {
  if (text.length > longest)
    return fail('mapping.not-a-phone', `${quoteValue(text)} is too long for a phone number`);
  const home = country !== undefined && isPhoneCountry(country) ? country : undefined;
  const trimmed = text.trim();
  const number = parsePhoneNumberFromString(trimmed, home);
  if (number?.isValid() && number.ext === undefined) return number.number;
  if (home === undefined && !trimmed.startsWith('+')) {
    return fail(
      'mapping.not-a-phone',
      `${quoteValue(text)} has no country code; add the step “phone” with a country`,
    );
  }
  return fail('mapping.not-a-phone', `${quoteValue(text)} is not a phone number`);
}
