-- What drizzle can't say: partitioned tables, storage settings, functions.

-- What a destination holds of each record. `state` and `last_outcome` are small numbers, see src/ledger/codes.ts.
CREATE TABLE syncline.ledger (
  destination_id bigint NOT NULL,
  last_run bigint,
  last_page integer,
  state smallint NOT NULL,
  last_outcome smallint,
  key text NOT NULL,
  hash text NOT NULL,
  version text NOT NULL,
  remote_id text,
  PRIMARY KEY (destination_id, key)
) PARTITION BY HASH (destination_id);
--> statement-breakpoint
DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE syncline.ledger_%s PARTITION OF syncline.ledger FOR VALUES WITH (MODULUS 16, REMAINDER %s) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)',
      lpad(i::text, 2, '0'), i);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE INDEX ledger_unsynced ON syncline.ledger (destination_id, state, key) WHERE state <> 0;
--> statement-breakpoint
-- A record's story, unhappy outcomes only.
CREATE TABLE syncline.record_event (
  ts timestamptz NOT NULL,
  run_id bigint NOT NULL,
  destination_id bigint,
  node text NOT NULL,
  key text,
  outcome text NOT NULL,
  code text NOT NULL,
  detail text
) PARTITION BY RANGE (ts);
--> statement-breakpoint
CREATE INDEX record_event_of_key ON syncline.record_event (destination_id, key, ts);
--> statement-breakpoint
CREATE INDEX record_event_of_run ON syncline.record_event (run_id);
--> statement-breakpoint
CREATE TABLE syncline.record_event_default PARTITION OF syncline.record_event DEFAULT;
--> statement-breakpoint
CREATE TABLE syncline.run_log (
  ts timestamptz NOT NULL,
  run_id bigint NOT NULL,
  seq bigint NOT NULL,
  level smallint NOT NULL,
  node text,
  key text,
  code text,
  text text NOT NULL,
  PRIMARY KEY (run_id, seq, ts)
) PARTITION BY RANGE (ts);
--> statement-breakpoint
CREATE INDEX run_log_warnings ON syncline.run_log (run_id, seq) WHERE level >= 2;
--> statement-breakpoint
CREATE TABLE syncline.run_log_default PARTITION OF syncline.run_log DEFAULT;
--> statement-breakpoint
-- Keys under which deliveries were seen, so that a repeated one is told apart. The key is kept as its MD5: 16 bytes,
-- and nothing depends on it that a collision could break (the ledger decides).
CREATE TABLE syncline.inbox_seen (
  endpoint_no integer NOT NULL,
  key uuid NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (endpoint_no, key)
);
--> statement-breakpoint
CREATE INDEX inbox_seen_age ON syncline.inbox_seen USING brin (seen_at);
--> statement-breakpoint
-- Rows come and go all the time: vacuum early, so that reading the oldest stays one short index scan.
ALTER TABLE syncline.inbox SET (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
ALTER TABLE syncline.attempt SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
-- Short-lived: packing it costs more than it saves.
ALTER TABLE syncline.attempt ALTER COLUMN records SET STORAGE EXTERNAL;
--> statement-breakpoint
-- Updated once a page: room beside each row keeps the updates off the indexes.
ALTER TABLE syncline.run SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE syncline.run_part SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
--> statement-breakpoint
ALTER TABLE syncline.run_node SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
--> statement-breakpoint
ALTER TABLE syncline.run_span SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE syncline.flow_part SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
--> statement-breakpoint
ALTER TABLE syncline.worker SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
--> statement-breakpoint
-- Sum of two objects of numbers: {"created": 2} + {"created": 1, "dead": 1} = {"created": 3, "dead": 1}.
CREATE FUNCTION syncline.add_counts(a jsonb, b jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN a IS NULL OR a = '{}' THEN b
    WHEN b IS NULL OR b = '{}' THEN a
    ELSE (
      SELECT jsonb_object_agg(key, total)
      FROM (
        SELECT key, sum(value::bigint) AS total
        FROM (SELECT * FROM jsonb_each_text(a) UNION ALL SELECT * FROM jsonb_each_text(b)) AS both_of_them
        GROUP BY key
      ) AS sums
    )
  END
$$;
--> statement-breakpoint
-- Partitions of one day each, from the day given on. Days that exist are left alone; a day that can't be made because
-- the default partition holds rows of it (a clock that ran ahead) is skipped and shows in the health check.
CREATE FUNCTION syncline.ensure_partitions(first_day date, days integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  made integer := 0;
  parent text;
  child text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['record_event', 'run_log'] LOOP
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
