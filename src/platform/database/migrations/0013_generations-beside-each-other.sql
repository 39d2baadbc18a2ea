CREATE TABLE "index_gaps" (
	"tenant_id" text NOT NULL,
	"generation" text NOT NULL,
	"document_id" uuid NOT NULL,
	"revision" uuid DEFAULT gen_random_uuid() NOT NULL,
	CONSTRAINT "index_gaps_tenant_id_generation_document_id_pk" PRIMARY KEY("tenant_id","generation","document_id")
);
--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "documents" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "built_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "activated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "removed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "comparison" jsonb;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "overridden_by" text;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "override_reason" text;--> statement-breakpoint
ALTER TABLE "index_gaps" ADD CONSTRAINT "index_gaps_tenant_id_generation_generations_tenant_id_id_fk" FOREIGN KEY ("tenant_id","generation") REFERENCES "public"."generations"("tenant_id","id") ON DELETE cascade ON UPDATE no action;