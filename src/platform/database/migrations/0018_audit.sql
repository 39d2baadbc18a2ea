CREATE TABLE "legal_holds" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"object_id" text,
	"from" timestamp with time zone,
	"to" timestamp with time zone,
	"reason" text NOT NULL,
	"placed_by" text NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"lifted_by" text,
	"lifted_at" timestamp with time zone,
	CONSTRAINT "legal_holds_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "record_heads" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "answer_records" ALTER COLUMN "object_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "answer_records" ADD COLUMN "kind" text DEFAULT 'question' NOT NULL;--> statement-breakpoint
ALTER TABLE "answer_records" ADD COLUMN "object" text;--> statement-breakpoint
ALTER TABLE "answer_records" ADD COLUMN "people" jsonb;--> statement-breakpoint
ALTER TABLE "record_checkpoints" ADD COLUMN "signature" text;--> statement-breakpoint
CREATE INDEX "answer_records_by_time" ON "answer_records" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE INDEX "answer_records_by_actor" ON "answer_records" USING btree ("tenant_id","object_id","at","id");--> statement-breakpoint
CREATE INDEX "answer_records_by_object" ON "answer_records" USING btree ("tenant_id","object","at","id");--> statement-breakpoint
CREATE INDEX "answer_records_by_kind" ON "answer_records" USING btree ("tenant_id","kind","at","id");--> statement-breakpoint
CREATE INDEX "answer_records_by_person" ON "answer_records" USING gin ("people" jsonb_path_ops);