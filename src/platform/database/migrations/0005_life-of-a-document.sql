CREATE TABLE "answer_sources" (
	"tenant_id" text NOT NULL,
	"answer_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "answer_sources_tenant_id_answer_id_document_id_version_pk" PRIMARY KEY("tenant_id","answer_id","document_id","version")
);
--> statement-breakpoint
CREATE TABLE "bus_outbox" (
	"tenant_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"destination" text NOT NULL,
	"key" text NOT NULL,
	"priority" integer NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "bus_outbox_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "deletions" (
	"tenant_id" text NOT NULL,
	"document_id" uuid NOT NULL,
	"deleted_by" text NOT NULL,
	"deleted_at" timestamp with time zone NOT NULL,
	"sha256s" text[] NOT NULL,
	"stores" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"completed_at" timestamp with time zone,
	CONSTRAINT "deletions_tenant_id_document_id_pk" PRIMARY KEY("tenant_id","document_id")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"location" text NOT NULL,
	"cursor" text,
	"state" text NOT NULL,
	"detail" text,
	"counts" jsonb,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"updated_by" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sources_tenant_id_name_pk" PRIMARY KEY("tenant_id","name")
);
--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "priority" text DEFAULT 'normal' NOT NULL;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "job" text;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "next_try_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "timings" jsonb;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "reader" text;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "source_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "fingerprint" text;--> statement-breakpoint
ALTER TABLE "answer_sources" ADD CONSTRAINT "answer_sources_tenant_id_answer_id_answers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","answer_id") REFERENCES "public"."answers"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_sources_by_document" ON "answer_sources" USING btree ("tenant_id","document_id");--> statement-breakpoint
CREATE INDEX "bus_outbox_waiting" ON "bus_outbox" USING btree ("destination","sent_at","priority","created_at");--> statement-breakpoint
CREATE INDEX "deletions_by_time" ON "deletions" USING btree ("tenant_id","deleted_at","document_id");