import { searchTerm } from '@syncline/engine';

/**
 * Texts under which the ledger may know what a person looks for: as it is written, and as e-mail addresses, phone numbers
 * and keys are kept.
 */
export const termsOf = (query: string): string[] => [...new Set([query, searchTerm(query)])];
