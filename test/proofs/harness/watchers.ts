import type { TestDatabase } from '../../harness/database.ts';

const terminal = `('succeeded', 'partial', 'failed', 'cancelled', 'skipped', 'missed')`;

/**
 * Triggers that see every change of the tables of work, in the transaction that makes it: what a look now and then would
 * miss. A breach of an invariant is a row in `proof.breach`.
 */
const watches = `
create table proof.breach (invariant text not null, detail text not null, at timestamptz not null default clock_timestamp());
create function proof.breached(invariant text, detail text) returns void language sql as $$
  insert into proof.breach (invariant, detail) values (invariant, detail) $$;

create function proof.watch_run() returns trigger language plpgsql as $$ begin
  if old.status in ${terminal} and new.status is distinct from old.status then
    perform proof.breached('I14', 'run ' || old.id || ' went from ' || old.status || ' to ' || new.status);
  end if;
  if new.read < old.read or new.written < old.written then
    perform proof.breached('I7', 'totals of run ' || old.id || ' went back');
  end if;
  return null; end $$;
create trigger proof_watch after update on syncline.run for each row execute function proof.watch_run();

create function proof.watch_part() returns trigger language plpgsql as $$ begin
  if old.status in ${terminal} and new.status is distinct from old.status then
    perform proof.breached('I14', 'part ' || old.part || ' of run ' || old.run_id || ' went from ' || old.status || ' to ' || new.status);
  end if;
  if new.pages < old.pages or new.read < old.read then
    perform proof.breached('I6', 'part ' || old.part || ' of run ' || old.run_id || ' went from page ' || old.pages || ' to ' || new.pages);
  end if;
  return null; end $$;
create trigger proof_watch after update on syncline.run_part for each row execute function proof.watch_part();

create function proof.watch_lease() returns trigger language plpgsql as $$ begin
  if new.epoch < old.epoch or (new.owner is distinct from old.owner and new.owner is not null and new.epoch <= old.epoch) then
    perform proof.breached('I8', tg_table_name || ' changed hands from epoch ' || old.epoch || ' to ' || new.epoch);
  end if;
  if old.owner is not null and new.owner is not null and new.owner <> old.owner and old.until > clock_timestamp() then
    perform proof.breached('I8', tg_table_name || ': ' || new.owner || ' took what ' || old.owner || ' still held');
  end if;
  return null; end $$;
create trigger proof_watch after update on syncline.flow_part for each row execute function proof.watch_lease();
create trigger proof_watch after update on syncline.stream for each row execute function proof.watch_lease();

create function proof.watch_position() returns trigger language plpgsql as $$ begin
  if new.generation = old.generation and old.position ->> 'lsn' is not null
    and (new.position ->> 'lsn')::pg_lsn < (old.position ->> 'lsn')::pg_lsn then
    perform proof.breached('I6', 'capture of ' || old.node || ' went from ' || old.position || ' to ' || new.position);
  end if;
  return null; exception when others then return null; end $$;
create trigger proof_position after update on syncline.stream for each row execute function proof.watch_position();
`;

/** Begins to watch; Syncline has to have made its tables. */
export const startWatching = (database: TestDatabase) => database.query(watches);

export interface Breach {
  invariant: string;
  detail: string;
}

export const breaches = (database: TestDatabase) =>
  database.query<Breach & Record<string, unknown>>('select invariant, detail from proof.breach order by at');
