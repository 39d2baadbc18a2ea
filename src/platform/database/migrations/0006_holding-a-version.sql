ALTER TABLE "document_versions" ADD COLUMN "held_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "own_title" text;--> statement-breakpoint
CREATE INDEX "document_versions_original" ON "document_versions" USING btree ("tenant_id","sha256");