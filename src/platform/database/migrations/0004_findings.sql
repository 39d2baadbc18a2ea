ALTER TABLE "document_versions" ADD COLUMN "findings" jsonb;--> statement-breakpoint
ALTER TABLE "passages" ADD COLUMN "suspicious" boolean DEFAULT false NOT NULL;