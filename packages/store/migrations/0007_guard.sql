CREATE TABLE "syncline"."delete_count" (
	"destination_id" bigint NOT NULL,
	"part" smallint NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"records" bigint NOT NULL,
	CONSTRAINT "delete_count_destination_id_part_minute_pk" PRIMARY KEY("destination_id","part","minute")
);
--> statement-breakpoint
CREATE TABLE "syncline"."delete_word" (
	"destination_id" bigint NOT NULL,
	"feeder" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"allowed" boolean NOT NULL,
	CONSTRAINT "delete_word_destination_id_feeder_until_pk" PRIMARY KEY("destination_id","feeder","until")
);
--> statement-breakpoint
ALTER TABLE "syncline"."run_part" ALTER COLUMN "missing" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "syncline"."run_part" ALTER COLUMN "missing" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "syncline"."run" ADD COLUMN "deletes_refused" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "syncline"."stream" ADD COLUMN "sweep_failed" bigint;--> statement-breakpoint
ALTER TABLE "syncline"."delete_count" ADD CONSTRAINT "delete_count_destination_id_destination_id_fk" FOREIGN KEY ("destination_id") REFERENCES "syncline"."destination"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncline"."delete_word" ADD CONSTRAINT "delete_word_destination_id_destination_id_fk" FOREIGN KEY ("destination_id") REFERENCES "syncline"."destination"("id") ON DELETE cascade ON UPDATE no action;