ALTER TABLE "syncline"."cursor" ADD COLUMN "from_now" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "syncline"."run_part" ADD COLUMN "missing" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Its position moves with every batch of events: room beside each row keeps that off the indexes.
ALTER TABLE "syncline"."stream" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
