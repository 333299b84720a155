/** The page was settled before (its answer got lost), or the run has ended. Nothing was changed; read the run again. */
export class PageSettledError extends Error {
  constructor(runId: string, part: number, page: number) {
    super(`page ${page} of part ${part} of run ${runId} is settled already, or the run has ended`);
    this.name = 'PageSettledError';
  }
}
