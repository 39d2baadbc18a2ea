CREATE TABLE "answer_feedback" (
	"tenant_id" text NOT NULL,
	"answer_id" uuid NOT NULL,
	"rating" text NOT NULL,
	"reason" text,
	"text" text,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "answer_feedback_tenant_id_answer_id_pk" PRIMARY KEY("tenant_id","answer_id")
);
--> statement-breakpoint
CREATE TABLE "usage_events" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"object_id" text NOT NULL,
	"group_ids" text[] NOT NULL,
	"collections" text[] NOT NULL,
	"model" text NOT NULL,
	"outcome" text NOT NULL,
	"reused" boolean NOT NULL,
	"prompt_tokens" integer NOT NULL,
	"completion_tokens" integer NOT NULL,
	"cost_in_micros" bigint NOT NULL,
	"duration_in_ms" integer NOT NULL,
	"first_text_in_ms" integer,
	"confidence_in_mille" integer,
	"passages" integer,
	"best_score_in_mille" integer,
	"rating" text,
	"reason" text,
	CONSTRAINT "usage_events_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "usage_marks" (
	"tenant_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"grain" text NOT NULL,
	"start" timestamp with time zone NOT NULL,
	CONSTRAINT "usage_marks_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "usage_rollups" (
	"tenant_id" text NOT NULL,
	"dimension" text NOT NULL,
	"grain" text NOT NULL,
	"start" timestamp with time zone NOT NULL,
	"subject" text NOT NULL,
	"questions" bigint DEFAULT 0 NOT NULL,
	"answered" bigint DEFAULT 0 NOT NULL,
	"abstained" bigint DEFAULT 0 NOT NULL,
	"failed" bigint DEFAULT 0 NOT NULL,
	"cancelled" bigint DEFAULT 0 NOT NULL,
	"reused" bigint DEFAULT 0 NOT NULL,
	"prompt_tokens" bigint DEFAULT 0 NOT NULL,
	"completion_tokens" bigint DEFAULT 0 NOT NULL,
	"cost_in_micros" bigint DEFAULT 0 NOT NULL,
	"confident" bigint DEFAULT 0 NOT NULL,
	"confidence_in_mille" bigint DEFAULT 0 NOT NULL,
	"confidence_high" bigint DEFAULT 0 NOT NULL,
	"confidence_medium" bigint DEFAULT 0 NOT NULL,
	"confidence_low" bigint DEFAULT 0 NOT NULL,
	"searched" bigint DEFAULT 0 NOT NULL,
	"passages" bigint DEFAULT 0 NOT NULL,
	"scored" bigint DEFAULT 0 NOT NULL,
	"best_score_in_mille" bigint DEFAULT 0 NOT NULL,
	"rated_up" bigint DEFAULT 0 NOT NULL,
	"rated_down" bigint DEFAULT 0 NOT NULL,
	"wrong" bigint DEFAULT 0 NOT NULL,
	"incomplete" bigint DEFAULT 0 NOT NULL,
	"outdated" bigint DEFAULT 0 NOT NULL,
	"bad_source" bigint DEFAULT 0 NOT NULL,
	"other_reason" bigint DEFAULT 0 NOT NULL,
	"durations" jsonb NOT NULL,
	"first_texts" jsonb NOT NULL,
	CONSTRAINT "usage_rollups_tenant_id_dimension_grain_start_subject_pk" PRIMARY KEY("tenant_id","dimension","grain","start","subject")
);
--> statement-breakpoint
CREATE TABLE "report_exports" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"object_id" text NOT NULL,
	"name" text NOT NULL,
	"format" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"state" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"rows_in_all" integer,
	"detail" text,
	"sha256" text,
	"size_in_bytes" bigint,
	"schedule_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_exports_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "report_schedules" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"object_id" text NOT NULL,
	"name" text NOT NULL,
	"format" text NOT NULL,
	"by" text NOT NULL,
	"time_zone" text NOT NULL,
	"every" text NOT NULL,
	"webhook" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"last_detail" text,
	"last_at" timestamp with time zone,
	CONSTRAINT "report_schedules_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "answer_feedback" ADD CONSTRAINT "answer_feedback_tenant_id_answer_id_answers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","answer_id") REFERENCES "public"."answers"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_events_by_time" ON "usage_events" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "usage_marks_by_time" ON "usage_marks" USING btree ("tenant_id","grain","start");--> statement-breakpoint
CREATE INDEX "usage_rollups_of_subject" ON "usage_rollups" USING btree ("tenant_id","dimension","subject","grain","start");--> statement-breakpoint
CREATE INDEX "report_exports_by_person" ON "report_exports" USING btree ("tenant_id","object_id","created_at","id");--> statement-breakpoint
CREATE INDEX "report_exports_expiring" ON "report_exports" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "report_schedules_due" ON "report_schedules" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "document_versions_by_time" ON "document_versions" USING btree ("tenant_id","created_at");
--> statement-breakpoint
INSERT INTO "usage_events"
SELECT a.tenant_id, a.id, a.created_at, a.object_id,
	coalesce((SELECT array_agg(g) FROM jsonb_array_elements_text(r.entry::jsonb #> '{principal,group_ids}') g), '{}'),
	coalesce((SELECT array_agg(DISTINCT coalesce(d.collection, '')) FROM answer_sources s
		JOIN documents d ON d.tenant_id = s.tenant_id AND d.id = s.document_id
		WHERE a.outcome = 'answered' AND s.tenant_id = a.tenant_id AND s.answer_id = a.id), '{}'),
	coalesce(a.model, ''), a.outcome, a.reused, a.prompt_tokens, a.completion_tokens,
	coalesce((r.entry::jsonb ->> 'cost_in_micros')::bigint, 0), a.duration_in_ms,
	(r.entry::jsonb #>> '{timings,first_text}')::integer,
	round(a.confidence * 1000)::integer,
	CASE WHEN r.entry IS NULL THEN NULL ELSE jsonb_array_length(r.entry::jsonb -> 'passages') END,
	round((SELECT max((p ->> 'relevance_score')::numeric) FROM jsonb_array_elements(r.entry::jsonb -> 'passages') p) * 1000)::integer,
	NULL, NULL
FROM answers a LEFT JOIN answer_records r ON r.tenant_id = a.tenant_id AND r.id = a.id;
--> statement-breakpoint
INSERT INTO "usage_marks" (tenant_id, grain, start)
SELECT DISTINCT tenant_id, 'hour', date_trunc('hour', at, 'UTC') FROM usage_events;
