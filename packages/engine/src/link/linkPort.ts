import type { LinkBase } from './mergeSides.ts';
import type { Alternations } from './oscillation.ts';

/** What is known of one record of a link. */
export interface LinkState {
  /** What both sides held when they last agreed; null = they never did, or it is gone on both. */
  base: LinkBase | null;
  alternations: Alternations;
  /** The two systems keep correcting each other: nothing is written until a person has looked. */
  halted: boolean;
}

export interface LinkWrite extends LinkState {
  /** Of the link, which has a ledger as a destination has. */
  destinationId: string;
  key: string;
}

export interface LinkPort {
  /** One indexed statement. A record never looked at is absent from the map. */
  read(destinationId: string, keys: string[]): Promise<Map<string, LinkState>>;
}

/** Of a record nobody has looked at. */
export const noState: LinkState = { base: null, alternations: { writes: [] }, halted: false };
