CREATE TABLE "syncline"."link_base" (
	"destination_id" bigint NOT NULL,
	"key" text NOT NULL,
	"content" "bytea",
	"turns" json,
	CONSTRAINT "link_base_destination_id_key_pk" PRIMARY KEY("destination_id","key")
);
--> statement-breakpoint
ALTER TABLE "syncline"."link_base" ADD CONSTRAINT "link_base_destination_id_destination_id_fk" FOREIGN KEY ("destination_id") REFERENCES "syncline"."destination"("id") ON DELETE cascade ON UPDATE no action;