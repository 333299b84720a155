CREATE TABLE "syncline"."dropped_capture" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "syncline"."dropped_capture_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"type" text NOT NULL,
	"capture_id" text NOT NULL,
	"config" json NOT NULL,
	"connection_id" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."parked" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "syncline"."parked_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"node" text NOT NULL,
	"destination_id" bigint NOT NULL,
	"key" text NOT NULL,
	"source_key" text NOT NULL,
	"lane" smallint NOT NULL,
	"run_id" bigint NOT NULL,
	"op" text NOT NULL,
	"content_hash" text NOT NULL,
	"version" text NOT NULL,
	"content" "bytea" NOT NULL,
	"state" text NOT NULL,
	"due" timestamp with time zone,
	"expires" timestamp with time zone,
	"when_expired" text,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"release_no" bigint,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."stream" (
	"flow_id" text NOT NULL,
	"node" text NOT NULL,
	"type" text NOT NULL,
	"captures" boolean NOT NULL,
	"capture_id" text NOT NULL,
	"owner" text,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"until" timestamp with time zone DEFAULT now() NOT NULL,
	"position" json,
	"generation" integer DEFAULT 0 NOT NULL,
	"captured_since" timestamp with time zone,
	"backfill_run" bigint,
	"backfill_paused" boolean DEFAULT false NOT NULL,
	"backfill_ended" boolean DEFAULT false NOT NULL,
	"backfill_head" json,
	"in_sync_since" timestamp with time zone,
	"verified_through" timestamp with time zone,
	"sweep_run" bigint,
	"swept_at" timestamp with time zone,
	"sweep_checked" bigint,
	"sweep_repaired" bigint,
	"sweep_missing" bigint,
	"lag_bytes" bigint,
	"problem_code" text,
	"problem_message" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stream_flow_id_node_pk" PRIMARY KEY("flow_id","node")
);
--> statement-breakpoint
DROP INDEX "syncline"."run_slot";--> statement-breakpoint
DROP INDEX "syncline"."run_rolling";--> statement-breakpoint
ALTER TABLE "syncline"."schedule" ADD COLUMN "kind" text DEFAULT 'read' NOT NULL;--> statement-breakpoint
ALTER TABLE "syncline"."schedule" DROP CONSTRAINT "schedule_flow_id_node_pk";--> statement-breakpoint
ALTER TABLE "syncline"."schedule" ADD CONSTRAINT "schedule_flow_id_node_kind_pk" PRIMARY KEY("flow_id","node","kind");--> statement-breakpoint
ALTER TABLE "syncline"."cursor" ADD COLUMN "updated_by" text;--> statement-breakpoint
ALTER TABLE "syncline"."flow" ADD COLUMN "pause_detail" json;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "feeder" text;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "source_key" text;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "lane" smallint;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "envelope" json;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "edited" "bytea";--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "edited_by" text;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "edited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "ignored_reason" text;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "closed_by" text;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "replay_run" bigint;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD COLUMN "retries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "syncline"."run" ADD COLUMN "kind" text DEFAULT 'read' NOT NULL;--> statement-breakpoint
ALTER TABLE "syncline"."run" ADD COLUMN "deletes_approved" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "syncline"."run" ADD COLUMN "only_keys" json;--> statement-breakpoint
ALTER TABLE "syncline"."parked" ADD CONSTRAINT "parked_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."stream" ADD CONSTRAINT "stream_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "parked_open" ON "syncline"."parked" USING btree ("destination_id","key") WHERE state in ('waiting', 'approved');--> statement-breakpoint
CREATE INDEX "parked_waiting" ON "syncline"."parked" USING btree ("flow_id","node","id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "parked_due" ON "syncline"."parked" USING btree ("flow_id","node","due") WHERE state = 'waiting' and due is not null;--> statement-breakpoint
CREATE INDEX "parked_approved" ON "syncline"."parked" USING btree ("flow_id","node","release_no") WHERE state = 'approved';--> statement-breakpoint
CREATE INDEX "parked_expiring" ON "syncline"."parked" USING btree ("expires") WHERE state = 'waiting' and expires is not null;--> statement-breakpoint
CREATE INDEX "parked_of_record" ON "syncline"."parked" USING btree ("destination_id","key","id");--> statement-breakpoint
CREATE INDEX "dead_letter_of_record" ON "syncline"."dead_letter" USING btree ("flow_id","source_key") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "dead_letter_replaying" ON "syncline"."dead_letter" USING btree ("replay_run","id") WHERE state = 'replaying';--> statement-breakpoint
CREATE UNIQUE INDEX "run_slot" ON "syncline"."run" USING btree ("flow_id","feeder","kind","slot") WHERE slot is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "run_rolling" ON "syncline"."run" USING btree ("flow_id","feeder","kind","rolling_part","version") WHERE rolling_part is not null and status in ('queued', 'running', 'backoff', 'paused');