import { ambiguousNames, type NameMeaning, relation } from './concepts.ts';

export interface Likeness {
  confidence: number;
  /** Plain words: "Same name", "Same meaning". */
  why: string;
}

const none: Likeness = { confidence: 0, why: '' };

/**
 * How sure two field names mean the same.
 *
 * @example compareNames(readName('FirstName'), readName('FNAME')).why // 'Same meaning'
 */
export function compareNames(from: NameMeaning, to: NameMeaning): Likeness {
  if (from.joined !== '' && from.joined === to.joined) return { confidence: 0.96, why: 'Same name' };
  const doubt = qualifierDoubt(from, to);
  if (doubt === null) return none;
  if (from.meaning !== null && to.meaning !== null) return compareMeanings(from, to, doubt);
  return compareWords(from, to);
}

/** Billing and shipping are two addresses; a qualifier on one side only is a doubt. */
function qualifierDoubt(from: NameMeaning, to: NameMeaning): number | null {
  if (from.qualifiers.length === 0 || to.qualifiers.length === 0) return from.doubt + to.doubt;
  const shared = from.qualifiers.some((word) => to.qualifiers.includes(word));
  if (shared) return 0;
  const strong = (name: NameMeaning) => name.doubt >= 0.04;
  return strong(from) && strong(to) ? null : from.doubt + to.doubt;
}

function compareMeanings(from: NameMeaning, to: NameMeaning, doubt: number): Likeness {
  if (from.meaning === to.meaning) {
    const vague = ambiguousNames.has(from.joined) || ambiguousNames.has(to.joined) ? 0.06 : 0;
    return { confidence: 0.93 - vague - doubt, why: 'Same meaning' };
  }
  const close = relation(from.meaning ?? '', to.meaning ?? '');
  return close === 0 ? none : { confidence: close - doubt, why: 'Similar meaning' };
}

/** Names outside the dictionary: all words in another order is sure, most words is a hint. */
function compareWords(from: NameMeaning, to: NameMeaning): Likeness {
  const shared = from.words.filter((word) => to.words.includes(word)).length;
  if (shared === 0 || from.words.length + to.words.length < 3) return none;
  const dice = (2 * shared) / (from.words.length + to.words.length);
  return { confidence: dice === 1 ? 0.88 : dice * 0.72, why: 'Similar name' };
}
