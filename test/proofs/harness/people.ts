import type { Copy } from './copy.ts';
import type { World } from './world.ts';

/** One edit of the source: of every edit of a record its `n` is one more than before, over deletes too. */
export interface Edit {
  id: number;
  n: number;
  deleted: boolean;
  name: string;
  email: string;
}

/** Edits records by chance: changes, deletes, recreates and new ones. Edits of one source are made one after the other. */
export function createEditor(world: World, copy: Copy, ids: number, deletes = 0.15) {
  const { chance, database } = world;
  const numbers = new Map<number, number>();
  return {
    /** Edits one record; what it has become. */
    edit: async (): Promise<Edit> => {
      const id = 1 + chance.below(ids);
      const n = (numbers.get(id) ?? 1) + 1;
      numbers.set(id, n);
      const deleted = chance.happens(deletes);
      const edit: Edit = {
        id,
        n,
        deleted,
        name: `Edit ${n} of ${id}`,
        email: `person${id}+${n}@example.test`,
      };
      if (deleted) await database.query(`delete from ${copy.source} where id = $1`, [id]);
      else
        await database.query(
          `insert into ${copy.source} (id, email, name, n, updated_at) values ($1, $2, $3, $4, clock_timestamp())
           on conflict (id) do update set email = excluded.email, name = excluded.name, n = excluded.n, updated_at = excluded.updated_at`,
          [id, edit.email, edit.name, n],
        );
      return edit;
    },
  };
}
