ALTER TABLE "answers" ADD COLUMN "forgotten_at" timestamp with time zone;--> statement-breakpoint
UPDATE "answers" SET "created_at" = date_trunc('milliseconds', "created_at");--> statement-breakpoint
INSERT INTO "answer_sources" ("tenant_id", "answer_id", "document_id", "version")
SELECT DISTINCT "answers"."tenant_id", "answers"."id", ("citation"->>'document_id')::uuid, ("citation"->>'version')::integer
FROM "answers", jsonb_array_elements("answers"."envelope"->'citations') AS "citation"
WHERE jsonb_typeof("answers"."envelope"->'citations') = 'array'
ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO "answer_sources" ("tenant_id", "answer_id", "document_id", "version")
SELECT DISTINCT "answers"."tenant_id", "answers"."id", "passages"."document_id", "passages"."version"
FROM "answers", jsonb_array_elements("answers"."envelope"->'nearest_passages') AS "nearest"
JOIN "passages" ON "passages"."id" = ("nearest"->>'passage_id')::uuid
WHERE jsonb_typeof("answers"."envelope"->'nearest_passages') = 'array' AND "passages"."tenant_id" = "answers"."tenant_id"
ON CONFLICT DO NOTHING;
