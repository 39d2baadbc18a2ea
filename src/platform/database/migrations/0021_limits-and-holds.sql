CREATE TABLE "usage_askers" (
	"tenant_id" text NOT NULL,
	"object_id" text NOT NULL,
	"number" integer NOT NULL,
	CONSTRAINT "usage_askers_tenant_id_object_id_pk" PRIMARY KEY("tenant_id","object_id")
);
--> statement-breakpoint
CREATE TABLE "usage_refusals" (
	"tenant_id" text NOT NULL,
	"batch" uuid NOT NULL,
	"object_id" text NOT NULL,
	"start" timestamp with time zone NOT NULL,
	"refused" integer NOT NULL,
	CONSTRAINT "usage_refusals_tenant_id_batch_object_id_start_pk" PRIMARY KEY("tenant_id","batch","object_id","start")
);
--> statement-breakpoint
ALTER TABLE "legal_holds" ADD COLUMN "document_id" uuid;--> statement-breakpoint
ALTER TABLE "usage_rollups" ADD COLUMN "askers" "bytea";--> statement-breakpoint
CREATE UNIQUE INDEX "usage_askers_by_number" ON "usage_askers" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "usage_refusals_by_time" ON "usage_refusals" USING btree ("tenant_id","start");--> statement-breakpoint
CREATE INDEX "usage_refusals_of_person" ON "usage_refusals" USING btree ("tenant_id","object_id","start");--> statement-breakpoint
CREATE INDEX "legal_holds_of_document" ON "legal_holds" USING btree ("tenant_id","document_id");--> statement-breakpoint
CREATE INDEX "usage_events_of_person" ON "usage_events" USING btree ("tenant_id","object_id","at");--> statement-breakpoint
DELETE FROM "usage_rollups" WHERE dimension = 'user' AND grain = 'quarter';--> statement-breakpoint
INSERT INTO "usage_marks" (tenant_id, grain, start)
SELECT tenant_id, 'hour', start FROM "usage_rollups" WHERE dimension = 'all' AND grain = 'hour';
