import type { QueryResult, QueryResultRow } from 'pg';

/** A pool, or one connection inside a transaction. */
export interface Queryable {
  query<R extends QueryResultRow>(statement: {
    text: string;
    values?: unknown[];
    /** Prepared once per connection under this name. */
    name?: string;
  }): Promise<QueryResult<R>>;
}
