import { deletePolicy } from '../deliver/destinationStep.ts';
import type { LinkSide } from './linkSides.ts';

/**
 * Whether this side takes deletes of the other one as deletes. One that was told to leave records alone, or to mark them,
 * keeps them: what both held last is then remembered, so that they are not taken for new ones.
 */
export const deletesThere = ({ dest }: LinkSide): boolean => deletePolicy(dest.step) === 'delete';
