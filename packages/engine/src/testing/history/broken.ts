/** Rules left out on purpose, to see whether the histories notice. */
export interface Broken {
  /** Records are in nobody's hands. */
  lanes?: true;
  /** A deleted record leaves no trace in the ledger. */
  tombstones?: true;
  /** Nothing is ever read again. */
  refetch?: true;
  /** Versions say nothing, and nothing is read again: the last to come wins. */
  versions?: true;
  /** A write nobody heard of leaves no mark. */
  doubt?: true;
  /** Events are taken off the inbox before their work is done. */
  ackFirst?: true;
  /** A read has the version of the position in the log it was made at. */
  positions?: true;
  /** That a record is gone is told without saying as of when. */
  blindLook?: true;
  /** Word that comes while a record is being read counts as answered by that read. */
  lateWords?: true;
  /** Events get lost, and nobody compares in the end. */
  finalSweep?: true;
  /** What a sweep did not list is gone: nobody looks. */
  unasked?: true;
}
