ALTER TABLE "document_versions" ADD COLUMN "created_by" text;--> statement-breakpoint
CREATE INDEX "documents_tombstones" ON "documents" USING btree ("tenant_id","source","external_id") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "documents_newest" ON "documents" USING btree ("tenant_id","created_at","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "documents_of_source" ON "documents" USING btree ("tenant_id","source","created_at","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "documents_of_collection" ON "documents" USING btree ("tenant_id","collection","created_at","id") WHERE deleted_at is null;