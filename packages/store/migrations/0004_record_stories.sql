-- What drizzle can't say of the record's story: partitioned tables, and the ledger, which is one.

-- Rolling runs of triggers from before runs had a kind.
UPDATE syncline.run SET kind = 'live' WHERE started_by = 'trigger';
--> statement-breakpoint
-- Identity at the source, where it is another than at the destination; and by what people look for a record: 64 bit
-- hashes of its e-mail, its phone number and its identity at the source.
ALTER TABLE syncline.ledger ADD COLUMN source_key text, ADD COLUMN terms bigint[];
--> statement-breakpoint
CREATE INDEX ledger_terms ON syncline.ledger USING gin (terms) WHERE terms IS NOT NULL;
--> statement-breakpoint
-- Records a sweep has met. A logged table: an unlogged one is empty after a crash, and a sweep that met nobody would take
-- every record for deleted.
CREATE TABLE syncline.sweep_seen (
  run_id bigint NOT NULL,
  destination_id bigint NOT NULL,
  key text NOT NULL,
  PRIMARY KEY (run_id, destination_id, key)
);
--> statement-breakpoint
-- What was written, so that a record's story can say what changed.
CREATE TABLE syncline.record_change (
  ts timestamptz NOT NULL,
  run_id bigint NOT NULL,
  destination_id bigint NOT NULL,
  outcome smallint NOT NULL,
  key text NOT NULL,
  version text NOT NULL,
  content bytea
) PARTITION BY RANGE (ts);
--> statement-breakpoint
CREATE INDEX record_change_of_key ON syncline.record_change (destination_id, key, ts);
--> statement-breakpoint
CREATE TABLE syncline.record_change_default PARTITION OF syncline.record_change DEFAULT;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION syncline.ensure_partitions(first_day date, days integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  made integer := 0;
  parent text;
  child text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['record_event', 'run_log', 'record_change'] LOOP
    FOR i IN 0..days - 1 LOOP
      child := parent || '_' || to_char(first_day + i, 'YYYYMMDD');
      IF to_regclass('syncline.' || child) IS NOT NULL THEN CONTINUE; END IF;
      BEGIN
        EXECUTE format('CREATE TABLE syncline.%I PARTITION OF syncline.%I FOR VALUES FROM (%L) TO (%L)',
          child, parent, (first_day + i)::text || ' 00:00:00+00', (first_day + i + 1)::text || ' 00:00:00+00');
        made := made + 1;
      EXCEPTION WHEN check_violation OR duplicate_table THEN NULL;
      END;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
SELECT syncline.ensure_partitions((now() AT TIME ZONE 'UTC')::date - 1, 9);
