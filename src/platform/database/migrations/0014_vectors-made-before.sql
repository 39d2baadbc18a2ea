ALTER TABLE "generations" ADD COLUMN "canary" jsonb;--> statement-breakpoint
CREATE INDEX "passages_text" ON "passages" USING btree ("tenant_id","text_hash");