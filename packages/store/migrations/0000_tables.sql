CREATE SCHEMA IF NOT EXISTS "syncline";
--> statement-breakpoint
CREATE TABLE "syncline"."connection" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"config" json NOT NULL,
	"secret" "bytea",
	"built_in" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'unchecked' NOT NULL,
	"summary" text,
	"checked_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connection_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "syncline"."cursor" (
	"flow_id" text NOT NULL,
	"node" text NOT NULL,
	"value" json,
	"query_hash" text,
	"run_id" bigint,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cursor_flow_id_node_pk" PRIMARY KEY("flow_id","node")
);
--> statement-breakpoint
CREATE TABLE "syncline"."destination" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "syncline"."destination_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"node" text NOT NULL,
	CONSTRAINT "destination_flow_id_node_unique" UNIQUE("flow_id","node")
);
--> statement-breakpoint
CREATE TABLE "syncline"."flow" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"draft" json NOT NULL,
	"draft_hash" text NOT NULL,
	"active_hash" text,
	"etag" text NOT NULL,
	"bindings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"active_version" integer,
	"desired" text DEFAULT 'draft' NOT NULL,
	"pause_reason" text,
	"pause_message" text,
	"problems" integer DEFAULT 0 NOT NULL,
	"shape" jsonb NOT NULL,
	"parts" smallint DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."flow_part" (
	"flow_id" text NOT NULL,
	"part" smallint NOT NULL,
	"owner" text,
	"epoch" bigint NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"crashed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "flow_part_flow_id_part_pk" PRIMARY KEY("flow_id","part")
);
--> statement-breakpoint
CREATE TABLE "syncline"."flow_version" (
	"flow_id" text NOT NULL,
	"n" integer NOT NULL,
	"document" json NOT NULL,
	"hash" text NOT NULL,
	"plan" json NOT NULL,
	"titles" jsonb NOT NULL,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flow_version_flow_id_n_pk" PRIMARY KEY("flow_id","n")
);
--> statement-breakpoint
CREATE TABLE "syncline"."schedule" (
	"flow_id" text NOT NULL,
	"node" text NOT NULL,
	"cron" text NOT NULL,
	"timezone" text NOT NULL,
	"overlap" text NOT NULL,
	"catchup" text NOT NULL,
	"next_slot" timestamp with time zone,
	"enabled" boolean DEFAULT true NOT NULL,
	CONSTRAINT "schedule_flow_id_node_pk" PRIMARY KEY("flow_id","node")
);
--> statement-breakpoint
CREATE TABLE "syncline"."endpoint" (
	"id" text PRIMARY KEY NOT NULL,
	"no" integer GENERATED ALWAYS AS IDENTITY (sequence name "syncline"."endpoint_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"node" text NOT NULL,
	CONSTRAINT "endpoint_no_unique" UNIQUE("no"),
	CONSTRAINT "endpoint_flow_id_node_unique" UNIQUE("flow_id","node")
);
--> statement-breakpoint
CREATE TABLE "syncline"."inbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "syncline"."inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"node" text NOT NULL,
	"lane" smallint NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"method" text NOT NULL,
	"headers" json NOT NULL,
	"body" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."sample" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "syncline"."sample_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"node" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"method" text NOT NULL,
	"headers" json NOT NULL,
	"body" "bytea" NOT NULL,
	"verified" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."attempt" (
	"id" text PRIMARY KEY NOT NULL,
	"flow_id" text NOT NULL,
	"part" smallint NOT NULL,
	"run_id" bigint NOT NULL,
	"page" integer NOT NULL,
	"node" text NOT NULL,
	"destination_id" bigint NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"records" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."dead_letter" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "syncline"."dead_letter_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"run_id" bigint NOT NULL,
	"node" text NOT NULL,
	"destination_id" bigint,
	"key" text,
	"outcome" text NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"field" text,
	"place" text,
	"input" "bytea",
	"mapped" "bytea",
	"version" text NOT NULL,
	"attempts" integer NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."run" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "syncline"."run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"version" integer NOT NULL,
	"feeder" text NOT NULL,
	"feeder_title" text NOT NULL,
	"started_by" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"note" text,
	"slot" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"resumes_at" timestamp with time zone,
	"full_read" boolean DEFAULT false NOT NULL,
	"rolling_part" smallint,
	"begun" boolean DEFAULT false NOT NULL,
	"window" json,
	"high" json,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"log_seq" bigint DEFAULT 0 NOT NULL,
	"read" bigint DEFAULT 0 NOT NULL,
	"written" bigint DEFAULT 0 NOT NULL,
	"unchanged" bigint DEFAULT 0 NOT NULL,
	"waiting" bigint DEFAULT 0 NOT NULL,
	"failed" bigint DEFAULT 0 NOT NULL,
	"balanced" boolean,
	"workers" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."run_node" (
	"run_id" bigint NOT NULL,
	"part" smallint NOT NULL,
	"node" text NOT NULL,
	"came" bigint DEFAULT 0 NOT NULL,
	"went" bigint DEFAULT 0 NOT NULL,
	"outcomes" jsonb NOT NULL,
	"ports" jsonb,
	CONSTRAINT "run_node_run_id_part_node_pk" PRIMARY KEY("run_id","part","node")
);
--> statement-breakpoint
CREATE TABLE "syncline"."run_part" (
	"run_id" bigint NOT NULL,
	"part" smallint NOT NULL,
	"flow_id" text NOT NULL,
	"status" text NOT NULL,
	"token" json,
	"pages" integer DEFAULT 0 NOT NULL,
	"read" bigint DEFAULT 0 NOT NULL,
	"dead" bigint DEFAULT 0 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"resumes_at" timestamp with time zone,
	"progress" real,
	"recoveries" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"note" text,
	CONSTRAINT "run_part_run_id_part_pk" PRIMARY KEY("run_id","part")
);
--> statement-breakpoint
CREATE TABLE "syncline"."run_span" (
	"run_id" bigint NOT NULL,
	"part" smallint NOT NULL,
	"node" text NOT NULL,
	"kind" text NOT NULL,
	"slice" bigint NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	CONSTRAINT "run_span_run_id_part_node_kind_slice_pk" PRIMARY KEY("run_id","part","node","kind","slice")
);
--> statement-breakpoint
CREATE TABLE "syncline"."audit_log" (
	"id" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text,
	"detail" json,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" json NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."template" (
	"id" text PRIMARY KEY NOT NULL,
	"document" json NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncline"."worker" (
	"id" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"role" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "syncline"."cursor" ADD CONSTRAINT "cursor_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."destination" ADD CONSTRAINT "destination_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."flow_part" ADD CONSTRAINT "flow_part_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."flow_version" ADD CONSTRAINT "flow_version_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."schedule" ADD CONSTRAINT "schedule_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."endpoint" ADD CONSTRAINT "endpoint_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."sample" ADD CONSTRAINT "sample_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."attempt" ADD CONSTRAINT "attempt_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."dead_letter" ADD CONSTRAINT "dead_letter_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."run" ADD CONSTRAINT "run_flow_id_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "syncline"."flow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."run_node" ADD CONSTRAINT "run_node_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "syncline"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."run_part" ADD CONSTRAINT "run_part_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "syncline"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."run_span" ADD CONSTRAINT "run_span_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "syncline"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "schedule_due" ON "syncline"."schedule" USING btree ("next_slot") WHERE enabled;--> statement-breakpoint
CREATE INDEX "inbox_order" ON "syncline"."inbox" USING btree ("flow_id","node","id");--> statement-breakpoint
CREATE INDEX "sample_newest" ON "syncline"."sample" USING btree ("flow_id","node",id desc);--> statement-breakpoint
CREATE INDEX "attempt_of_part" ON "syncline"."attempt" USING btree ("flow_id","part");--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letter_open" ON "syncline"."dead_letter" USING btree ("destination_id","key") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "dead_letter_of_flow" ON "syncline"."dead_letter" USING btree ("flow_id",id desc);--> statement-breakpoint
CREATE INDEX "dead_letter_of_run" ON "syncline"."dead_letter" USING btree ("run_id",id desc);--> statement-breakpoint
CREATE UNIQUE INDEX "run_slot" ON "syncline"."run" USING btree ("flow_id","feeder","slot") WHERE slot is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "run_rolling" ON "syncline"."run" USING btree ("flow_id","feeder","rolling_part","version") WHERE rolling_part is not null and status in ('queued', 'running', 'backoff', 'paused');--> statement-breakpoint
CREATE INDEX "run_of_flow" ON "syncline"."run" USING btree ("flow_id",created_at desc,id desc);--> statement-breakpoint
CREATE INDEX "run_newest" ON "syncline"."run" USING btree (created_at desc,id desc);--> statement-breakpoint
CREATE INDEX "run_unfinished" ON "syncline"."run" USING btree ("flow_id","feeder") WHERE status in ('queued', 'running', 'backoff', 'paused');--> statement-breakpoint
CREATE INDEX "run_failed" ON "syncline"."run" USING btree (created_at desc,id desc) WHERE status in ('failed', 'partial');--> statement-breakpoint
CREATE INDEX "run_part_unfinished" ON "syncline"."run_part" USING btree ("flow_id","part","run_id") WHERE status in ('queued', 'running', 'backoff', 'paused');--> statement-breakpoint
CREATE INDEX "worker_seen" ON "syncline"."worker" USING btree ("seen_at");