DROP INDEX "syncline"."run_failed";--> statement-breakpoint
CREATE INDEX "run_ended_otherwise" ON "syncline"."run" USING btree ("status",created_at desc,id desc) WHERE status in ('partial', 'failed', 'cancelled', 'skipped', 'missed');--> statement-breakpoint
CREATE INDEX "run_of_flow_ended_otherwise" ON "syncline"."run" USING btree ("flow_id","status",created_at desc,id desc) WHERE status in ('partial', 'failed', 'cancelled', 'skipped', 'missed');--> statement-breakpoint
CREATE INDEX "run_started_by" ON "syncline"."run" USING btree ("started_by",created_at desc,id desc);--> statement-breakpoint
CREATE INDEX "run_of_flow_by_hand" ON "syncline"."run" USING btree ("flow_id","started_by",created_at desc,id desc) WHERE started_by in ('manual', 'replay', 'cli');--> statement-breakpoint
-- Errors among very many warnings of one run: what people look for first.
CREATE INDEX run_log_errors ON syncline.run_log (run_id, seq) WHERE level >= 3;
