CREATE TABLE "report_schedules" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"by" text NOT NULL,
	"format" text NOT NULL,
	"days" integer NOT NULL,
	"cron" text NOT NULL,
	"time_zone" text NOT NULL,
	"destination" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone,
	"last_problem" text,
	CONSTRAINT "report_schedules_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "evaluation_runs" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"trigger" text NOT NULL,
	"state" text NOT NULL,
	"requested_by" text,
	"generation" text,
	"prompt_version" integer,
	"questions" integer,
	"stale" integer,
	"figures" jsonb,
	"changes" jsonb,
	"scores" jsonb,
	"probes" integer,
	"leaks" integer,
	"detail" text,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "evaluation_runs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "golden_cases" (
	"tenant_id" text NOT NULL,
	"id" uuid NOT NULL,
	"question" text NOT NULL,
	"truth" text[] NOT NULL,
	"state" text NOT NULL,
	"origin" text NOT NULL,
	"answer_id" uuid,
	"asked_as" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	CONSTRAINT "golden_cases_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "golden_evidence" (
	"tenant_id" text NOT NULL,
	"case_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"text_hash" text NOT NULL,
	CONSTRAINT "golden_evidence_tenant_id_case_id_document_id_text_hash_pk" PRIMARY KEY("tenant_id","case_id","document_id","text_hash")
);
--> statement-breakpoint
ALTER TABLE "prompt_activations" ADD COLUMN "comparison" jsonb;--> statement-breakpoint
ALTER TABLE "prompt_activations" ADD COLUMN "override_reason" text;--> statement-breakpoint
ALTER TABLE "golden_evidence" ADD CONSTRAINT "golden_evidence_tenant_id_case_id_golden_cases_tenant_id_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."golden_cases"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_schedules_due" ON "report_schedules" USING btree ("next_at");--> statement-breakpoint
CREATE UNIQUE INDEX "evaluation_runs_key" ON "evaluation_runs" USING btree ("tenant_id","key");--> statement-breakpoint
CREATE INDEX "evaluation_runs_by_time" ON "evaluation_runs" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "golden_cases_question" ON "golden_cases" USING btree ("tenant_id",md5(question));--> statement-breakpoint
CREATE INDEX "golden_cases_by_time" ON "golden_cases" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "golden_cases_of_answer" ON "golden_cases" USING btree ("tenant_id","answer_id");--> statement-breakpoint
CREATE INDEX "golden_evidence_by_document" ON "golden_evidence" USING btree ("tenant_id","document_id");